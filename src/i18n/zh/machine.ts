import type { machine as en } from '../en/machine.ts';

/** 给程序看的内容，以及写给开发者的说明。 */
export const machine: typeof en = {
  copy: '复制为 Markdown',
  scope: '要复制的部分',
  page: '整页',
  cardPromise: '找到你的原因，复制真正跑过的解决办法',
  title: '供程序读取',
  lead: '每篇指南都有 Markdown 和 JSON 版本，供编程助手、机器人和你自己的工具使用。不用申请 key，不限次数，数值和页面上的完全一致。',
  llmsLead:
    '下面每篇指南都是一个 Markdown 文件，包含报错原文、区分各种原因的依据、每种原因、每个办法及实际跑过的代码，还有验证记录。花括号里的锚点是永久的，接在文件头部 permalink 之后即可引用。',
  endpoints: {
    heading: '地址',
    schema: 'JSON Schema',
    twin: '单篇指南的 Markdown 版，带 YAML front matter',
    index: '供大语言模型使用的指南清单',
    full: '一种语言的全部指南，合成一个文件',
    guides: '全部指南的摘要',
    guide: '单篇指南：报错原文、原因、办法、代码、验证记录、资料来源',
    signatures: '识别每种报错的依据：模板、调用栈、容易混淆的报错',
    feed: '更新订阅（Atom）',
    sitemap: '全部页面及最后修改日期',
    search: '把本站的查找加为浏览器的搜索引擎',
  },
  examples: {
    heading: '示例',
    lead: '以下内容直接取自当前发布的文件。',
  },
};
