import type { share as en } from '../en/share.ts';

/** 链接与 issue 回复。 */
export const share: typeof en = {
  open: '分享或回复',
  linkCopied: '永久链接已复制',
  title: '分享或回复',
  close: '关闭',
  link: '永久链接',
  copyLink: '复制链接',
  copyMarkdown: '复制为 Markdown 链接',
  reply: '回复 issue',
  replyHint: '发出去之前请先读一遍：引用的报错已去掉 token、用户名和地址。',
  language: '语言',
  form: '格式',
  markdown: 'Markdown',
  plain: '纯文本',
  preview: '回复预览',
  copyReply: '复制回复',
  copied: '已复制',
  failed: '浏览器不允许复制：文字已选中，请按 Ctrl C',
  loading: '加载中……',
  notLoaded: '加载失败。请检查网络后重试。',
  fromResult: '生成 issue 回复…',
};
