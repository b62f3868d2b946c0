import type { Mismatch } from '../data.ts';
import type { Known } from '../environment.ts';
import type { Finding } from '../report.ts';
import { localOf, releaseOf } from '../versions.ts';
import { code, guideLink, linesOf, type Input, type Judged } from './input.ts';

/** Libraries that PyTorch's own index builds for each CUDA version. */
const COMPANIONS = ['torchvision', 'torchaudio'];
/** Wheels of flash-attn and its kin say in their version for what they were compiled. */
const COMPILED_FOR = /^cu\d{2,3}torch(\d\.\d{1,2})/;

/** Driver, PyTorch's build, toolkit and compiled extensions against one another. */
export function cudaFindings(input: Input): Judged {
  const torch = input.environment.packages.get('torch');
  if (!torch) return { findings: [], unknown: [] };
  const { torchCuda, gpus, driver } = input.environment;
  const hasCard = gpus.length > 0 || driver !== undefined;
  const findings = [
    judgeDriver(torch, input),
    judgeCpuBuild(torch, hasCard, input),
    judgeToolkit(torch, input),
    ...judgeCompanions(torch, input),
    ...judgeExtensions(torch, input),
  ].filter((finding) => finding !== null);
  const unknown =
    hasCard && !torchCuda ? [input.words.unknown.build(code('torch', torch.value))] : [];
  return { findings, unknown };
}

const majorOf = (version: string): number => releaseOf(version)[0] ?? 0;

function judgeDriver(torch: Known, input: Input): Finding | null {
  const { environment, data, words } = input;
  const { torchCuda, driver, driverCuda } = environment;
  if (!torchCuda || torchCuda.value === 'cpu') return null;
  const minimum = data.hardware.drivers.minimum[String(majorOf(torchCuda.value))];
  const title = (version: string) => words.driverTooOld(code(version), code('torch', torch.value));
  if (driver && minimum !== undefined && majorOf(driver.value) < minimum) {
    const detail = words.driverTooOldDetail(torchCuda.value, minimum);
    return make('driver-too-old', title(driver.value), detail, [torch, torchCuda, driver], input);
  }
  if (driver || !driverCuda || majorOf(driverCuda.value) >= majorOf(torchCuda.value)) return null;
  const detail = words.driverCudaTooOldDetail(torchCuda.value, driverCuda.value);
  const name = `CUDA ${driverCuda.value}`;
  return make('driver-too-old', title(name), detail, [torch, torchCuda, driverCuda], input);
}

function judgeCpuBuild(torch: Known, hasCard: boolean, input: Input): Finding | null {
  const { torchCuda, gpus, driver } = input.environment;
  if (torchCuda?.value !== 'cpu' || !hasCard) return null;
  const title = input.words.cpuBuildTitle(code('torch', torch.value));
  return make('cpu-build', title, input.words.cpuBuildDetail, [torch, ...gpus, driver], input);
}

function judgeToolkit(torch: Known, input: Input): Finding | null {
  const { torchCuda, toolkit } = input.environment;
  if (!torchCuda || torchCuda.value === 'cpu' || !toolkit) return null;
  if (majorOf(toolkit.value) === majorOf(torchCuda.value)) return null;
  const title = input.words.toolkitDiffers(toolkit.value, torchCuda.value);
  const detail = input.words.toolkitDiffersDetail;
  return make('toolkit-differs', title, detail, [torch, torchCuda, toolkit], input, 'possible');
}

function judgeCompanions(torch: Known, input: Input): Finding[] {
  return COMPANIONS.flatMap((name) => {
    const companion = input.environment.packages.get(name);
    const [one, other] = [localOf(torch.value), localOf(companion?.value ?? '')];
    if (!companion || one === '' || other === '' || one === other) return [];
    const title = input.words.companion(code(name, companion.value), code('torch', torch.value));
    const detail = input.words.companionDetail;
    return [make('companion-build', title, detail, [torch, companion], input, 'conflict', name)];
  });
}

function judgeExtensions(torch: Known, input: Input): Finding[] {
  return [...input.environment.packages].flatMap(([name, extension]) => {
    const built = COMPILED_FOR.exec(localOf(extension.value))?.[1];
    const line = releaseOf(torch.value).slice(0, 2).join('.');
    if (built === undefined || built === line) return [];
    const title = input.words.extension(
      code(name, extension.value),
      code('torch', built),
      code('torch', torch.value),
    );
    const detail = input.words.extensionDetail;
    return [make('extension-build', title, detail, [torch, extension], input, 'conflict', name)];
  });
}

function make(
  mismatch: Mismatch,
  title: string,
  detail: string,
  values: readonly (Known | undefined)[],
  input: Input,
  group: Finding['group'] = 'conflict',
  ...packages: readonly string[]
): Finding {
  const { guide, source } = input.data.hardware.mismatches[mismatch];
  return {
    ...{ group, code: mismatch, title, detail, source },
    lines: linesOf(...values),
    packages: ['torch', ...packages],
    guide: guideLink(guide, input),
  };
}
