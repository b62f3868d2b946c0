import type { report as en } from '../en/report.ts';

/** 反馈指南里的错误。 */
export const report: typeof en = {
  lead: '下面的内容会写进公开的 issue。请在那里补充哪里不对、你是怎么知道的。',
  page: '页面',
  link: '永久链接',
  question: '哪里不对？你在哪里看到的不一样（版本、日志、来源）？',
};
