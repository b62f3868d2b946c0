import type { permalink as en } from '../en/permalink.ts';

/** 永久链接页上的文案。 */
export const permalink: typeof en = {
  readIn: '阅读中文版',
  places: '本指南的各个位置',
  planned: '已收录的报错，指南待写。上游的说法：',
  related: '相关报错：',
  ended: '这篇指南已经停止维护',
  since: (day) => `自 ${day} 起。`,
  replacedBy: '现在请看这篇：',
  noSuccessor: '没有别的指南接替它。',
  find: '粘贴你的报错',
};
