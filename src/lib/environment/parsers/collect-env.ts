import { FactList } from '../facts.ts';
import type { FactKind, Parser } from '../types.ts';

const START = /^\s{0,4}(?:Collecting environment information|PyTorch version\s{0,20}:)/;
const PYTORCH = /^\s{0,4}PyTorch version\s{0,20}:\s{0,8}(\S{1,80})/;
const LIBRARY =
  /^\s{0,4}\[(?:pip3?|conda|uv)\]\s{1,8}([A-Za-z0-9][\w.-]{0,100})(?:==|\s{1,100})(\S{1,80})/;
const ANY_LIBRARY = /^\s{0,4}\[(?:pip3?|conda|uv)\]\s/;
const GPU =
  /^\s{0,4}(?:GPU models and configuration:\s{0,8})?GPU \d{1,3}: ([^\r\n]{1,120}?)(?: \(UUID: \S{1,80}\))?$/;
/** Another format begins: what is missing here was cut off. */
const OTHER = /^\$ |NVIDIA-SMI|^\s{0,4}(?:nvcc: NVIDIA|==\(\(|- ['`])/;
/** One report with a long list of CPU flags and mitigations fits. */
const LONGEST = 2000;

/** Lines that hold one fact each, as every version of the tool has printed them. */
const KEYS: readonly (readonly [
  pattern: RegExp,
  kind: Exclude<FactKind, 'package' | 'wanted' | 'extra'>,
])[] = [
  [/^\s{0,4}OS\s{0,20}:\s{0,8}(\S.{1,100})$/, 'os'],
  [/^\s{0,4}Python version\s{0,20}:\s{0,8}(\d{1,2}\.\d{1,3}(?:\.\d{1,3})?)/, 'python'],
  [/^\s{0,4}CUDA used to build PyTorch\s{0,20}:\s{0,8}(\d{1,3}\.\d{1,3})/, 'torch-cuda'],
  [/^\s{0,4}CUDA runtime version\s{0,20}:\s{0,8}(\d{1,3}\.\d{1,3}(?:\.\d{1,4})?)/, 'toolkit'],
  [/^\s{0,4}Nvidia driver version\s{0,20}:\s{0,8}(\d{3}\.\d{1,3}(?:\.\d{1,3})?)/, 'driver'],
];

/** `python -m torch.utils.collect_env`, and vLLM's, which begins the same way. */
export const collectEnv: Parser = {
  first: /[CP]/,
  read(lines, at) {
    if (!START.test(lines[at] ?? '')) return null;
    const list = new FactList('collect-env');
    let end = at + 1;
    let hasTorch = false;
    let hasLibraries = false;
    for (let index = at; index < Math.min(lines.length, at + LONGEST); index += 1) {
      const line = lines[index] ?? '';
      if (index > at && (OTHER.test(line) || (hasTorch && START.test(line)))) break;
      // The libraries come last, without a gap.
      if (hasLibraries && !ANY_LIBRARY.test(line)) break;
      hasLibraries ||= ANY_LIBRARY.test(line);
      const before = list.facts.length;
      const torch = PYTORCH.exec(line)?.[1];
      if (torch !== undefined) {
        hasTorch = list.addPackage('torch', torch, index);
      } else readLine(line, index, list);
      if (list.facts.length > before) end = index + 1;
    }
    if (list.facts.length === 0) return null;
    return { format: 'collect-env', end, facts: list.facts, isWhole: false };
  },
};

function readLine(line: string, index: number, list: FactList): void {
  const [, name, version] = LIBRARY.exec(line) ?? [];
  if (name !== undefined && version !== undefined) {
    list.addPackage(name, version, index);
    return;
  }
  const gpu = GPU.exec(line)?.[1];
  if (gpu !== undefined) list.add('gpu', gpu, index);
  for (const [pattern, kind] of KEYS) {
    const value = pattern.exec(line)?.[1];
    if (value === undefined) continue;
    if (kind === 'torch-cuda' && value === 'None') continue;
    list.add(kind, value, index);
    return;
  }
}
