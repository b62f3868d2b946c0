import type { Finding } from '../report.ts';
import { isInRange as inRange } from '../versions.ts';
import { code, gpuText, guideLink, linesOf, type Input, type Judged } from './input.ts';

/** Cards against what they can run: only features whose package is installed are worth a finding. */
export function gpuFindings(input: Input): Judged {
  const { environment, data, words, locale } = input;
  const findings: Finding[] = [];
  const unknown: string[] = [];
  for (const gpu of environment.gpus) {
    const { family } = gpu;
    if (!family) {
      unknown.push(words.unknown.family(gpu.value));
      continue;
    }
    for (const feature of data.hardware.features) {
      const installed = feature.packages.filter((name) => environment.packages.has(name));
      const support = feature.support[family];
      if (installed.length === 0 || support === 'yes') continue;
      const say = support === 'no' ? words.gpuFeature : words.gpuFeaturePartly;
      findings.push({
        group: support === 'no' ? 'conflict' : 'possible',
        code: 'gpu-feature',
        title: say(feature.title[locale], gpuText(gpu)),
        detail: feature.note[locale],
        lines: linesOf(gpu, ...installed.map((name) => environment.packages.get(name))),
        packages: installed,
        guide: guideLink(feature.guide, input),
        source: feature.source,
      });
    }
    const unbuilt = judgeBuild(gpu, input);
    if (unbuilt) findings.push(unbuilt);
  }
  return { findings, unknown };
}

/** Whether PyTorch's wheel carries kernels for the card. Only releases whose matrix was read are judged. */
function judgeBuild(gpu: Input['environment']['gpus'][number], input: Input): Finding | null {
  const { environment, data, words } = input;
  const torch = environment.packages.get('torch');
  const cuda = environment.torchCuda;
  if (!torch || !cuda || !gpu.family) return null;
  const { family } = gpu;
  const row = data.hardware.torch_builds.find(({ torch: range }) => inRange(torch.value, range));
  const families = row?.families[cuda.value];
  if (!row || !families || families.includes(family)) return null;
  const good = Object.entries(row.families).flatMap(([version, own]) =>
    own.includes(family) ? [version] : [],
  );
  const { guide } = data.hardware.mismatches['gpu-not-in-build'];
  return {
    group: 'conflict',
    code: 'gpu-not-in-build',
    title: words.gpuNotInBuild(code('torch', torch.value), gpuText(gpu)),
    detail: words.gpuNotInBuildDetail(cuda.value, good.join(words.and)),
    lines: linesOf(torch, cuda, gpu),
    packages: ['torch'],
    guide: guideLink(guide, input),
    source: row.source,
  };
}
