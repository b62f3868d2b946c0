import type { paste as en } from '../en/paste.ts';

/** 粘贴框只显示一部分内容时的文案，由脚本按需加载。 */
export const paste: typeof en = {
  notShown: '[… 此处有 # 个字符未显示，但同样参与分析 …]',
};
