/**
 * Wordings of one symptom. A reader types one of them, a guide uses another, and full text knows
 * no synonyms.
 */
export const SYNONYMS: readonly (readonly string[])[] = [
  ['爆显存', '显存溢出', '显存不足', '显存不够', 'OOM', 'out of memory'],
  ['卡死', '卡住', '挂起', 'hang', 'timeout'],
  ['混合精度', 'autocast', 'mixed precision'],
  ['数据类型', 'dtype'],
  ['全精度', 'fp32', 'float32'],
  ['半精度', 'fp16', 'float16'],
  ['分词器', 'tokenizer'],
  ['量化', 'quantization', '4-bit'],
  ['梯度检查点', 'gradient checkpointing'],
  ['显卡驱动', '驱动', 'driver'],
  ['多卡', '分布式', 'distributed', 'multi-GPU'],
  ['权重', 'checkpoint', 'weights'],
];
