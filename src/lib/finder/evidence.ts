/** What a paste's stack frames say for each guide. */
import type { CompiledIndex } from './compile.ts';
import { baseName, distinctFrames, matchFrame } from './frames.ts';
import type { Line } from './lines.ts';
import { isMessage } from './salience.ts';

export interface FrameEvidence {
  readonly guide: number;
  readonly score: number;
  /** A function of this guide alone is among the innermost frames, and no message is visible. */
  readonly decides: boolean;
  readonly label: string;
}

/** The error was raised here or just above: outer frames are shared by every training script. */
const INNERMOST = 3;
const OUTER = 0.6;

/** Best frame evidence of each guide. */
export function frameEvidence(lines: readonly Line[], index: CompiledIndex): FrameEvidence[] {
  const pasted = distinctFrames(lines.flatMap(({ frame }) => frame ?? []));
  if (pasted.length === 0) return [];
  const messageVisible = lines.some(isMessage);
  const inner = new Set(pasted.slice(-INNERMOST));
  const best = new Map<number, FrameEvidence>();
  for (const shown of pasted) {
    for (const { guide, frame, rarity } of index.frames.get(baseName(shown.file)) ?? []) {
      const match = matchFrame(shown, frame);
      if (!match) continue;
      const score = match.weight * rarity * (inner.has(shown) ? 1 : OUTER);
      if (score <= (best.get(guide)?.score ?? 0)) continue;
      const decides = !messageVisible && match.named && rarity === 1 && inner.has(shown);
      best.set(guide, { guide, score, decides, label: match.label });
    }
  }
  return [...best.values()];
}
