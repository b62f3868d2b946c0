import type { Locale } from '../locale.ts';
import type { FindingGroup } from './report.ts';
import type { Format } from './types.ts';

/** Every sentence of a report, in both languages: a table, so its length is theirs. Package names, versions and commands stand between backticks. */

const formatNames: Readonly<Record<Format, string>> = {
  'collect-env': 'torch.utils.collect_env',
  'transformers-env': 'transformers env',
  'accelerate-env': 'accelerate env',
  'unsloth-banner': 'Unsloth',
  'nvidia-smi': 'nvidia-smi',
  nvcc: 'nvcc --version',
  'uv-pip-list': 'uv pip list',
  'conda-list': 'conda list',
  'pip-list': 'pip list',
  'pip-list-json': 'pip list --format=json',
  'environment-yml': 'environment.yml',
  requirements: 'requirements.txt',
  'pip-freeze': 'pip freeze',
};

const need = (owners: readonly string[]): string =>
  `${owners.join(' and ')} ${owners.length === 1 ? 'needs' : 'need'}`;

const en = {
  format: (format: Format) =>
    format === 'unsloth-banner' ? 'Unsloth’s banner' : formatNames[format],
  reading: (format: string, packages: number, line: number) =>
    packages > 0
      ? `${format} (${packages} ${packages === 1 ? 'package' : 'packages'}, from line ${line})`
      : `${format} (line ${line})`,
  and: ', ',
  labels: {
    python: 'Python',
    os: 'System',
    torch: 'PyTorch',
    torchCuda: 'Built for CUDA',
    toolkit: 'CUDA toolkit',
    driver: 'Driver',
    driverCuda: 'Driver runs CUDA up to',
    gpu: 'GPU',
    packages: 'Packages',
    trainer: 'Training stack',
  },
  cpuBuild: 'none: CPU build',
  unknownFamily: 'family unknown',
  groups: {
    error: 'Explains your error',
    conflict: 'Does not fit together',
    affected: 'Known errors of your versions',
    possible: 'Known errors that your versions do not rule out',
  } satisfies Record<FindingGroup, string>,
  cause: (headline: string) => headline,
  causeDetail: (packages: string, range: string) => `You have ${packages}; affected: ${range}.`,
  errorByText: 'Its message stands in your text; your versions do not point to one of its causes.',
  everyVersion: (name: string) => `every version of ${name}`,
  fixedIn: (fixed: string) => ` Fixed in ${fixed}.`,
  requires: (owners: readonly string[], requirement: string, found: string) =>
    `${need(owners)} ${requirement}, you have ${found}`,
  requiresDetail: (version: string, date: string) =>
    `From the metadata of ${version}, read on ${date}.`,
  pythonRange: (owners: readonly string[], range: string, found: string) =>
    `${need(owners)} Python ${range}, you have ${found}`,
  contradiction: (subject: string, values: string) => `Two answers for ${subject}: ${values}`,
  contradictionDetail:
    'Different environments, or one that changed in between. Nothing was concluded from either: paste the output of one shell.',
  line: (format: string, line: number) => `${format}, line ${line}`,
  subjects: {
    python: 'Python',
    driver: 'the driver',
    'driver-cuda': 'the driver’s CUDA version',
    'torch-cuda': 'the CUDA version of PyTorch',
    toolkit: 'the CUDA toolkit',
  } as Record<string, string>,
  gpuFeature: (feature: string, gpu: string) => `${feature} does not run on ${gpu}`,
  gpuFeaturePartly: (feature: string, gpu: string) =>
    `${feature} runs on ${gpu} only within limits`,
  gpuNotInBuild: (torch: string, gpu: string) => `${torch} carries no kernels for ${gpu}`,
  gpuNotInBuildDetail: (cuda: string, good: string) =>
    `The wheel built for CUDA ${cuda} leaves this family out.${good ? ` Builds of this release that have it: CUDA ${good}.` : ''}`,
  driverTooOld: (driver: string, torch: string) => `Driver ${driver} is too old for ${torch}`,
  driverTooOldDetail: (cuda: string, minimum: number) =>
    `Programs built with CUDA ${cuda} need driver ${minimum} or newer. Update the driver, or take a build for an older CUDA.`,
  driverCudaTooOldDetail: (cuda: string, upTo: string) =>
    `The driver runs CUDA up to ${upTo}, PyTorch was built for ${cuda}. Update the driver, or take a build for an older CUDA.`,
  cpuBuildTitle: (torch: string) => `${torch} is a CPU build, but there is a GPU`,
  cpuBuildDetail: '`torch.cuda.is_available()` is False with it. Install a build for CUDA.',
  toolkitDiffers: (toolkit: string, cuda: string) =>
    `nvcc is CUDA ${toolkit}, PyTorch was built for CUDA ${cuda}`,
  toolkitDiffersDetail:
    'Training does not need nvcc. Compiling an extension against PyTorch stops with an error when the major versions differ.',
  companion: (name: string, torch: string) =>
    `${name} and ${torch} were built for different CUDA versions`,
  companionDetail: 'Both must come from the same index, or importing torchvision fails.',
  extension: (name: string, built: string, torch: string) =>
    `${name} was compiled for ${built}, you have ${torch}`,
  extensionDetail:
    'The wheel’s own name says so. A compiled extension fits one minor release of PyTorch: expect an undefined symbol at import.',
  unknown: {
    nothing: 'No package list: paste `pip freeze` or `pip list` to have versions checked.',
    family: (gpu: string) => `${gpu}: not in the list of known cards, so nothing is said about it.`,
    gpu: 'No card: paste `nvidia-smi` to have GPU and driver checked.',
    open: (name: string, range: string) =>
      `${name}: only a range is given (${range}), not a version.`,
    metadata: (releases: readonly string[]) =>
      `${releases.join(', ')}: the requirements of ${releases.length === 1 ? 'this release' : 'these releases'} are not on record here.`,
    version: (name: string) => `${name}: not a version that PEP 440 knows.`,
    absent: (names: readonly string[]) =>
      `Required, but not in your list, which matters only if the list is complete: ${names.join(', ')}.`,
    markers: (count: number) =>
      `${count} ${count === 1 ? 'requirement depends' : 'requirements depend'} on Python or the system, which the paste does not name.`,
    build: (torch: string) => `${torch}: the paste does not say for which CUDA it was built.`,
    others: (count: number) =>
      `${count} other ${count === 1 ? 'package has' : 'packages have'} no requirements on record here; only what others require of ${count === 1 ? 'it' : 'them'} was checked.`,
  },
  install: (device: string, python: string, date: string) =>
    `These versions ran together on ${device} with Python ${python} on ${date}, and with them nothing above remains.`,
  noInstall: 'No set of versions that was run here resolves all of this, so no command is offered.',
  summary: (conflicts: number, affected: number, isExplained: boolean) => {
    const other = isExplained ? 'other ' : '';
    const parts = [
      conflicts === 0
        ? 'No conflict was found'
        : `${conflicts} ${conflicts === 1 ? 'thing does' : 'things do'} not fit together`,
      affected === 0
        ? `no ${other}known error of these versions`
        : `${affected} ${other}known ${affected === 1 ? 'error' : 'errors'} of these versions`,
    ];
    return `${parts.join(', ')}.`;
  },
  explained: 'The error in your text is known. ',
  empty: 'No version, card or driver was recognised in this text.',
  markdown: {
    title: 'Environment',
    unknown: 'Not judged',
    install: 'Versions that ran together',
    cut: '… shortened',
  },
};

export type Words = typeof en;

const zh: Words = {
  format: (format) => (format === 'unsloth-banner' ? 'Unsloth 启动横幅' : formatNames[format]),
  reading: (format, packages, line) =>
    packages > 0
      ? `${format}（${packages} 个包，从第 ${line} 行起）`
      : `${format}（第 ${line} 行）`,
  and: '、',
  labels: {
    python: 'Python',
    os: '系统',
    torch: 'PyTorch',
    torchCuda: '构建所用 CUDA',
    toolkit: 'CUDA toolkit',
    driver: '驱动',
    driverCuda: '驱动最高支持 CUDA',
    gpu: '显卡',
    packages: '包',
    trainer: '训练框架',
  },
  cpuBuild: '无（CPU 版）',
  unknownFamily: '架构未知',
  groups: {
    error: '正是你这个报错',
    conflict: '互相不匹配',
    affected: '你的版本有这些已知报错',
    possible: '你的版本不能排除这些已知报错',
  },
  cause: (headline) => headline,
  causeDetail: (packages, range) => `你装的是 ${packages}；受影响的版本：${range}。`,
  errorByText: '你的内容里有它的报错原文；版本信息还不能指向其中某个原因。',
  everyVersion: (name) => `${name} 的所有版本`,
  fixedIn: (fixed) => `${fixed} 已修复。`,
  requires: (owners, requirement, found) =>
    `${owners.join('、')} 要求 ${requirement}，你装的是 ${found}`,
  requiresDetail: (version, date) => `依据 ${version} 的元数据，读取于 ${date}。`,
  pythonRange: (owners, range, found) =>
    `${owners.join('、')} 要求 Python ${range}，你用的是 ${found}`,
  contradiction: (subject, values) => `${subject}有两个说法：${values}`,
  contradictionDetail:
    '可能来自不同的环境，或者中途改过。两个都没有采信：请粘贴同一个 shell 里的输出。',
  line: (format, line) => `${format} 第 ${line} 行`,
  subjects: {
    python: 'Python ',
    driver: '驱动',
    'driver-cuda': '驱动支持的 CUDA ',
    'torch-cuda': 'PyTorch 的 CUDA 版本',
    toolkit: 'CUDA toolkit ',
  },
  gpuFeature: (feature, gpu) => `${gpu} 跑不了 ${feature}`,
  gpuFeaturePartly: (feature, gpu) => `${feature} 在 ${gpu} 上有限制`,
  gpuNotInBuild: (torch, gpu) => `${torch} 里没有 ${gpu} 的 kernel`,
  gpuNotInBuildDetail: (cuda, good) =>
    `CUDA ${cuda} 的构建不含这一架构。${good ? `这个版本里包含它的构建：CUDA ${good}。` : ''}`,
  driverTooOld: (driver, torch) => `驱动 ${driver} 对 ${torch} 来说太旧`,
  driverTooOldDetail: (cuda, minimum) =>
    `用 CUDA ${cuda} 构建的程序要求驱动 ${minimum} 或更新。要么升级驱动，要么换用更老 CUDA 的构建。`,
  driverCudaTooOldDetail: (cuda, upTo) =>
    `驱动最高支持 CUDA ${upTo}，PyTorch 却是用 ${cuda} 构建的。要么升级驱动，要么换用更老 CUDA 的构建。`,
  cpuBuildTitle: (torch) => `${torch} 是 CPU 版，但机器上有显卡`,
  cpuBuildDetail: '用它时 `torch.cuda.is_available()` 返回 False。请安装 CUDA 版。',
  toolkitDiffers: (toolkit, cuda) => `nvcc 是 CUDA ${toolkit}，PyTorch 用 CUDA ${cuda} 构建`,
  toolkitDiffersDetail: '训练用不到 nvcc。但要对着 PyTorch 编译扩展时，大版本不同会直接报错。',
  companion: (name, torch) => `${name} 与 ${torch} 用了不同的 CUDA 构建`,
  companionDetail: '两者必须来自同一个源，否则 import torchvision 会失败。',
  extension: (name, built, torch) => `${name} 是为 ${built} 编译的，你装的是 ${torch}`,
  extensionDetail:
    'wheel 的文件名里写明了这一点。编译好的扩展只配一个 PyTorch 次版本：import 时多半会报 undefined symbol。',
  unknown: {
    nothing: '没有包列表：贴上 `pip freeze` 或 `pip list` 才能检查版本。',
    family: (gpu) => `${gpu}：不在已知显卡表里，因此不作判断。`,
    gpu: '没有显卡信息：贴上 `nvidia-smi` 才能检查显卡与驱动。',
    open: (name, range) => `${name}：只给了范围（${range}），没有具体版本。`,
    metadata: (releases) =>
      `${releases.join('、')}：本站没有${releases.length === 1 ? '这个版本' : '这些版本'}的依赖信息。`,
    version: (name) => `${name}：不是 PEP 440 认得的版本号。`,
    absent: (names) => `有依赖但列表里没有的包（列表完整时才算缺）：${names.join('、')}。`,
    markers: (count) => `有 ${count} 条依赖取决于 Python 版本或系统，而粘贴内容里没有写。`,
    build: (torch) => `${torch}：粘贴内容没有写明是为哪个 CUDA 构建的。`,
    others: (count) => `另有 ${count} 个包本站没有其依赖信息，只检查了别的包对它们的要求。`,
  },
  install: (device, python, date) =>
    `这组版本于 ${date} 在 ${device}、Python ${python} 上一起运行过；换成它们，上面的问题都不再出现。`,
  noInstall: '这里运行过的各组版本都不能解决以上全部问题，所以不给安装命令。',
  summary: (conflicts, affected, isExplained) => {
    const first = conflicts === 0 ? '没有发现矛盾' : `${conflicts} 处不匹配`;
    const second =
      affected === 0
        ? `这些版本没有${isExplained ? '其他' : ''}已知报错`
        : `这些版本${isExplained ? '还' : ''}有 ${affected} 个已知报错`;
    return `${first}，${second}。`;
  },
  explained: '你贴的报错是已知的。',
  empty: '这段内容里没有认出版本、显卡或驱动。',
  markdown: { title: '环境', unknown: '未作判断', install: '一起运行过的版本', cut: '……已截短' },
};

/** The sentences of a report in one language. */
export function wordsOf(locale: Locale): Words {
  return locale === 'zh' ? zh : en;
}
