/**
 * Symptom words: what people write in place of the message, with the words that messages use. Applies to typed text
 * only, adds weak evidence, and belongs to no guide: a guide's own words are its `aliases`.
 */

/** Chinese term → English words. Compared as substrings, so the longer term stands beside the shorter. */
const CHINESE: readonly (readonly [string, string])[] = [
  ['爆显存', 'out of memory oom'],
  ['显存', 'memory gpu vram'],
  ['内存', 'memory ram'],
  ['不足', 'out of not enough'],
  ['不够', 'out of not enough'],
  ['溢出', 'out of overflow'],
  ['共享内存', 'shared memory'],
  ['驱动', 'driver'],
  ['太老', 'too old'],
  ['过旧', 'too old'],
  ['端口', 'port address bind'],
  ['占用', 'in use already'],
  ['多卡', 'multi gpu distributed'],
  ['分词器', 'tokenizer'],
  ['量化', 'quantized quantization'],
  ['形状', 'size shape'],
  ['不匹配', 'mismatch'],
  ['精度', 'dtype precision'],
  ['数据类型', 'data type dtype'],
  ['编译', 'build compile'],
  ['梯度检查点', 'gradient checkpointing'],
  ['不更新', 'grad requires'],
  ['超时', 'timeout'],
  ['卡住', 'hang timeout'],
  ['卡死', 'hang timeout deadlock'],
  ['连不上', 'connect connection'],
  ['权限', 'access gated'],
  ['对话模板', 'chat template'],
  ['模板', 'template'],
  ['损坏', 'corrupt header'],
  ['合并', 'merge adapter'],
  ['权重', 'weight weights'],
  ['不在同一', 'same device'],
  ['同一设备', 'same device'],
  ['不支持', 'not supported support'],
  ['被杀', 'killed signal'],
  ['算子', 'operator kernel'],
  ['找不到', 'not found'],
  ['没有安装', 'not installed'],
  ['未使用', 'unused'],
];

/** English shorthand → the words that messages use. */
const ENGLISH: Readonly<Record<string, string>> = {
  oom: 'out of memory',
  vram: 'memory',
  crash: 'killed',
  hangs: 'timeout',
  stuck: 'timeout',
  freezes: 'timeout',
  zero3: 'deepspeed zero',
  diverges: 'loss nan',
};

/** Words to add to a typed line, without repeats. */
export function symptomWords(text: string, tokens: readonly string[]): string[] {
  const words = new Set<string>();
  const add = (list: string): void => list.split(' ').forEach((word) => words.add(word));
  if (/\p{Script=Han}/u.test(text)) {
    for (const [term, list] of CHINESE) if (text.includes(term)) add(list);
  }
  for (const token of tokens) if (Object.hasOwn(ENGLISH, token)) add(ENGLISH[token]!);
  return [...words];
}
