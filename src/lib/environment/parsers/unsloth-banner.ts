import { FactList } from '../facts.ts';
import type { Parser } from '../types.ts';

const START = /==\(\(={2,8}\)\)==\s{1,8}Unsloth (\d[\w.]{1,30}):/;
/** The picture is five lines high; terminals may fold them. */
const HEIGHT = 8;

/** Labels of the banner and the packages they name. */
const PACKAGES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bTransformers: (\d[\w.+]{1,40})/, 'transformers'],
  [/\bvLLM: (\d[\w.+]{1,40})/, 'vllm'],
  [/\bTorch: (\d[\w.+]{1,40})/, 'torch'],
  [/\bTriton: (\d[\w.+]{1,40})/, 'triton'],
  [/\bXformers = (\d[\w.+]{1,40})/, 'xformers'],
];
const GPU = /(?:\/\||\|)\s{1,8}([^|]{2,80}?)\. Num GPUs\b/;
const GPU_OLD = /\bGPU: ([^|]{2,80}?)\. (?:Max memory|Num GPUs)/;
const TOOLKIT = /\bCUDA Toolkit(?: =|:) (\d{1,3}\.\d{1,2})/;
const PLATFORM = /\bPlatform(?: =|:) ([A-Za-z]{3,20})/;

/** The banner that Unsloth prints when it loads a model. */
export const unslothBanner: Parser = {
  first: /=/,
  read(lines, at) {
    const unsloth = START.exec(lines[at] ?? '')?.[1];
    if (unsloth === undefined) return null;
    const list = new FactList('unsloth-banner');
    list.addPackage('unsloth', unsloth, at);
    let end = at;
    for (; end < Math.min(lines.length, at + HEIGHT); end += 1) {
      const line = lines[end] ?? '';
      if (end > at && (line === '' || START.test(line))) break;
      for (const [pattern, name] of PACKAGES) {
        const version = pattern.exec(line)?.[1];
        if (version !== undefined) list.addPackage(name, version, end);
      }
      const gpu = (GPU_OLD.exec(line) ?? GPU.exec(line))?.[1];
      if (gpu !== undefined) list.add('gpu', gpu, end);
      const toolkit = TOOLKIT.exec(line)?.[1];
      // The label is Unsloth's; the number is `torch.version.cuda`.
      if (toolkit !== undefined) list.add('torch-cuda', toolkit, end);
      const platform = PLATFORM.exec(line)?.[1];
      if (platform !== undefined) list.add('os', platform, end);
      if (line.includes('"-____-"')) {
        end += 1;
        break;
      }
    }
    return { format: 'unsloth-banner', end, facts: list.facts, isWhole: false };
  },
};
