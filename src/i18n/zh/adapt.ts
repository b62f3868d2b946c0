import type { adapt as en } from '../en/adapt.ts';

/** 随读者变化的那些功能的文案，由脚本按需加载。 */
export const adapt: typeof en = {
  chooser: {
    summary: '手头没有 traceback？回答几个问题',
    onward: '看下一题',
    result: '看起来是这个原因：',
  },
  probe: {
    before: '还分不清？在脚本里运行 ',
    after: '，把它打印的内容贴到这里。',
    undecided: '探针的输出已读出，但据此还分不清是哪种原因：',
    malformed: '这一行探针输出读不出来，可能被截断了：',
    expected: '完整的一行应该是这样：',
  },
  context: {
    names: {
      volta: 'Volta',
      turing: 'Turing',
      ampere: 'Ampere',
      ada: 'Ada',
      hopper: 'Hopper',
      blackwell: 'Blackwell',
      unsloth: 'Unsloth',
      trl: 'TRL',
      transformers: 'Transformers',
      pytorch: 'PyTorch',
    },
    taken: (names, signs) => `你贴的内容里有“${signs.join('”和“')}”，已切到 ${names.join('、')}。`,
    separator: '、',
    undo: '撤销',
    undone: '已撤销',
    other: (shown, chosen) => `粘贴内容里是 ${shown}，而你之前选的是 ${chosen}。`,
    use: (name) => `改为 ${name}`,
  },
  placeholders: {
    kinds: {
      model: '模型名或目录',
      adapter: 'adapter 目录',
      folder: '目录',
      file: '文件',
      process: '进程号',
    },
    hint: (label) =>
      `${label}：可以直接改，本页所有代码片段、复制和下载都会用新的值。按 Esc 恢复。`,
    faults: {
      empty: '这里不能为空。',
      lines: '只能写一行。',
      long: '最多 200 个字符。',
      characters: '只能用文字、数字和 . _ / : @ + = -；Windows 路径请用 / 分隔。',
      digits: '只能是数字。',
    },
    kept: (fault, value) => `${fault}仍为：${value}`,
    synced: (count) => `另外 ${count} 处已同步修改。`,
  },
};
