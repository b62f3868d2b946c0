import type { environment as en } from '../en/environment.ts';

/** 环境检查页面的文案；报告里的句子在 `lib/environment/words-table.ts`。 */
export const environment: typeof en = {
  nav: '环境检查',
  title: '检查运行环境',
  lead: '把列出版本的输出贴进来：哪些互相不匹配、有哪些已知报错、哪些无法判断，一次看清。',
  description:
    '粘贴 pip freeze、pip list、conda list、collect_env 或 nvidia-smi，检查版本冲突、已知报错、显卡与驱动是否匹配。内容不会上传。',
  label: '列出版本的输出',
  placeholder:
    'pip freeze、pip list、conda list、nvidia-smi、torch.utils.collect_env……可以一次贴多段，有报错也一起贴。',
  hint: '也可以把文件拖进来。',
  noScript: '检查需要 JavaScript，只在本页运行。没有它，可以对照下面的表格和各篇指南里写明的版本。',
  submit: '检查',
  clear: '清空',
  working: '检查中……',
  failed: '检查所需的数据加载失败。请检查网络后重试。',
  copy: '复制为 Markdown',
  copied: '已复制',
  copyFailed: '浏览器不允许复制：请选中文字后按 Ctrl C',
  copyCommand: '复制',
  read: '识别到：',
  facts: '读到的信息',
  lines: { one: '第 # 行', other: '第 # 行' },
  guide: '指南：',
  source: '来源：',
  installHeading: '一起运行过的版本',
  installGuide: '来自这篇指南的验证记录：',
  unknownHeading: '未作判断',
  commandsHeading: '贴什么',
  commandsLead: '任选一条即可。再加上显卡那一行，就能一并检查驱动与功能。',
  featuresHeading: '各代显卡支持什么',
  feature: '功能',
  support: { yes: '支持', partial: '部分', no: '不支持' },
  driversHeading: '各版 CUDA 要求的最低驱动',
  cuda: 'PyTorch 构建所用',
  driver: '驱动最低版本',
  librariesHeading: '已收录依赖信息的库',
  librariesLead: (count, day) =>
    `共 ${count} 个库，依据 PyPI 在 ${day} 的数据，每个近期次版本收录其最后一版。没有收录的版本和库，只检查收录的版本对它们的要求。`,
  link: '只有版本列表？检查运行环境',
};
