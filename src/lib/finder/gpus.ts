/** GPU families named in a paste: by product or by architecture name. */
import type { GpuFamily } from '../context.ts';

const NAMES: readonly (readonly [GpuFamily, RegExp])[] = [
  ['volta', /\b(?:V100|Titan V|sm_?70|Volta)\b/i],
  ['turing', /\b(?:(?:Tesla )?T4|RTX ?20[678]0|20[678]0 ?(?:Ti|Super)|GTX ?16[56]0|Titan RTX|Quadro RTX|sm_?75|Turing)\b/i],
  ['ampere', /\b(?:A100|A800|A10G?|A16|A30|A40|A[456]000|RTX ?30[5-9]0|30[5-9]0(?: ?Ti)?|sm_?8[06]|Ampere)\b/i],
  ['ada', /\b(?:L4|L20|L40S?|RTX ?40[5-9]0|40[5-9]0D?|RTX 6000 Ada|sm_?89|Ada Lovelace)\b/i],
  ['hopper', /\b(?:H100|H200|H800|H20|GH200|sm_?90a?|Hopper)\b/i],
  ['blackwell', /\b(?:B100|B200|GB200|B300|RTX ?50[5-9]0|50[5-9]0|RTX PRO 6000|sm_?1[02]0a?|Blackwell)\b/i],
];

/** Families named in cleaned text, with the words that named them. */
export function namedGpus(cleaned: string): Map<GpuFamily, string> {
  const found = new Map<GpuFamily, string>();
  for (const [family, pattern] of NAMES) {
    const match = pattern.exec(cleaned);
    if (match) found.set(family, match[0]);
  }
  return found;
}
