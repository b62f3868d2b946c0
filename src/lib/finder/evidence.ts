/** What a paste's stack frames say for each guide. */
import { baseName, distinctFrames, matchFrame } from './frames.ts';
import type { Line } from './lines.ts';
import { oncePerPack, split, type CompiledIndex } from './open.ts';
import { isMessage } from './salience.ts';
import type { Frame } from './types.ts';

export interface FrameEvidence {
  readonly guide: number;
  readonly score: number;
  /** A function of this guide alone is among the innermost frames, and no message is visible. */
  readonly decides: boolean;
  readonly label: string;
}

interface KnownFrame {
  readonly guide: number;
  readonly frame: Frame;
  /** 1 where no other guide names it. */
  readonly rarity: number;
}

/** The error was raised here or just above: outer frames decide nothing, every training script shares them. */
const INNERMOST = 3;

/** Known frames by base name. A frame that several guides name says less. */
const knownFrames = oncePerPack(
  ({ pack: { frames, corpus } }): ReadonlyMap<string, readonly KnownFrame[]> => {
    const all = frames.flatMap((texts, guide) =>
      split(texts).map((text) => ({ guide, frame: readFrame(text) })),
    );
    const holders = new Map<string, Set<number>>();
    for (const { guide, frame } of all) {
      holders.set(frameKey(frame), (holders.get(frameKey(frame)) ?? new Set()).add(guide));
    }
    const known = new Map<string, KnownFrame[]>();
    for (const one of all) {
      const base = baseName(one.frame.file);
      const key = frameKey(one.frame);
      const rated = { ...one, rarity: 1 / (corpus?.owners.get(key) ?? holders.get(key)!.size) };
      known.set(base, [...(known.get(base) ?? []), rated]);
    }
    return known;
  },
);

/** Frames with the same key are one. No word holds a space. */
export function frameKey({ file, function: name }: Frame): string {
  return `${baseName(file)} ${name ?? ''}`;
}

/** A frame as the pack has it. */
export function readFrame(text: string): Frame {
  const [file = '', ...name] = text.split(' ');
  return name.length > 0 ? { file, function: name.join(' ') } : { file };
}

/** Best frame evidence of each guide. */
export function frameEvidence(lines: readonly Line[], index: CompiledIndex): FrameEvidence[] {
  const pasted = distinctFrames(lines.flatMap(({ frame }) => frame ?? []));
  if (pasted.length === 0) return [];
  const messageVisible = lines.some(isMessage);
  const inner = new Set(pasted.slice(-INNERMOST));
  const best = new Map<number, FrameEvidence>();
  for (const shown of pasted) {
    for (const { guide, frame, rarity } of knownFrames(index).get(baseName(shown.file)) ?? []) {
      const match = matchFrame(shown, frame);
      if (!match) continue;
      const score = match.weight * rarity;
      if (score <= (best.get(guide)?.score ?? 0)) continue;
      const decides = !messageVisible && match.named && rarity === 1 && inner.has(shown);
      best.set(guide, { guide, score, decides, label: match.label });
    }
  }
  return [...best.values()];
}
