/** Words for synthetic content: few are frequent and most are rare, as in real texts. */
import type { Random } from '../../eval/perturb.ts';

const onsets = 'b br c ch d dr f fl g gr h k l m n p pl pr qu r s sc st t tr v'.split(' ');
const nuclei = 'a e i o u ai ea io ou'.split(' ');
const codas = ['', 'n', 'r', 's', 't', 'l', 'nd', 'rm', 'x'];

const stems = (
  'accum adapter anchor arena attn autocast backend batch bias block bucket buffer cache chunk codec collator ' +
  'comm conv cursor decay device dispatch draft embed engine epoch expert export fabric fetch flash flush fold fused ' +
  'gate gather graph group guard halo head hook inductor kernel lane latch layer lease lora mask matrix merge mesh ' +
  'metric mixer moment mutex norm offload optim packer page param patch peer pipe plan pool probe proj quant queue ' +
  'ragged ramp rank reduce region remat replica ring rotary router sampler scale scatter sched shard slot sparse spill ' +
  'stage stream stride swap sync table tensor tile token trace tuner vault view warp window worker zero'
).split(' ');

/** Common characters of technical Chinese. */
const han = (
  '参数模型训练显存设备张量梯度权重精度内核编译版本依赖缓存进程通信集群节点线程文件路径配置默认加载保存导出量化' +
  '合并切分广播归约同步异步调度分配释放碎片对齐填充掩码位置编码解码采样批次步骤轮次学习率优化器损失函数前向反向传播层头' +
  '输入输出接口调用返回类型检查跳过覆盖替换启用关闭环境变量日志堆栈地址端口超时重试挂起崩溃恢复断点'
).split('');

/** A Zipf-like choice: the first entries are by far the most frequent. */
function skewed<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(list.length ** random()) - 1]!;
}

const pick = <T>(list: readonly T[], random: Random): T =>
  list[Math.floor(random() * list.length)]!;

/** A vocabulary of `size` English words, the most frequent first. */
export function englishWords(size: number, random: Random): string[] {
  const words = new Set<string>();
  while (words.size < size) {
    const syllables = 2 + Math.floor(random() * 3);
    let word = '';
    for (let at = 0; at < syllables; at += 1)
      word += pick(onsets, random) + pick(nuclei, random) + pick(codas, random);
    words.add(word);
  }
  return [...words];
}

export interface Vocabulary {
  /** A word of prose, lower case. */
  word: () => string;
  /** Two Han characters. */
  han: () => string;
  /** A name of code, such as `ring_scatter_page` or `RingScatterPage`. */
  identifier: (style?: 'snake' | 'camel') => string;
}

export function vocabulary(words: readonly string[], random: Random): Vocabulary {
  return {
    word: () => skewed(words, random),
    han: () => pick(han, random) + pick(han, random),
    identifier: (style = 'snake') => {
      const parts = Array.from({ length: 2 + Math.floor(random() * 2) }, () =>
        random() < 0.7 ? pick(stems, random) : skewed(words, random),
      );
      return style === 'snake'
        ? parts.join('_')
        : parts.map((part) => part[0]!.toUpperCase() + part.slice(1)).join('');
    },
  };
}
