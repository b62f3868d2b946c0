/** Stage 7: within a guide, which cause the paste points to, and why. */
import { distinctFrames, matchFrame } from './frames.ts';
import { namedGpus } from './gpus.ts';
import type { Line } from './lines.ts';
import { reason } from './reasons.ts';
import type { FindOptions, CauseSignature, Reason } from './types.ts';
import { packageName, shownVersions } from './versions.ts';

const TEXT = 2;
const FRAME = 2;
const VERSION = 1.5;
const GPU = 1;

export interface Paste {
  readonly cleaned: string;
  readonly lines: readonly Line[];
}

export interface RankedCause {
  readonly id: string;
  readonly score: number;
  readonly reasons: readonly Reason[];
}

function collapse(text: string): string {
  return text.toLowerCase().replace(/\s+/g, '');
}

/** Causes with any sign in the paste, most signs first. Spaces do not matter: `use_dora = True` is `use_dora=True`. */
export function rankCauses(
  causes: readonly CauseSignature[],
  paste: Paste,
  { locale, satisfies }: FindOptions,
): RankedCause[] {
  if (causes.length === 0) return [];
  const haystack = collapse(paste.cleaned);
  const versions = satisfies ? shownVersions(paste.cleaned) : new Map<string, string>();
  const gpus: ReadonlyMap<string, string> = causes.some(({ gpu }) => gpu.length > 0)
    ? namedGpus(paste.cleaned)
    : new Map();
  const frames = distinctFrames(paste.lines.flatMap(({ frame }) => frame ?? []));
  const ranked = causes.map((cause) => {
    const reasons: Reason[] = [];
    let score = 0;
    for (const text of cause.text) {
      if (!haystack.includes(collapse(text))) continue;
      score += TEXT;
      reasons.push(reason('cause-text', locale, text));
    }
    for (const known of cause.frames) {
      const match = frames
        .map((frame) => matchFrame(frame, known))
        .find((found) => found !== null && (found.named || known.function === undefined));
      if (!match) continue;
      score += FRAME * match.weight;
      reasons.push(reason('cause-frame', locale, match.label));
    }
    for (const [name, range] of Object.entries(cause.versions)) {
      const version = versions.get(packageName(name));
      if (range === '*' || version === undefined || !inRange(version, range, satisfies)) continue;
      score += VERSION;
      reasons.push(reason('cause-version', locale, `${name} ${version}`));
    }
    for (const family of cause.gpu) {
      const name = gpus.get(family);
      if (name === undefined) continue;
      score += GPU;
      const isTold = reasons.some(({ text }) => text.includes(name));
      if (!isTold) reasons.push(reason('cause-gpu', locale, name));
    }
    return { id: cause.id, score, reasons };
  });
  return ranked.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
}

function inRange(version: string, range: string, satisfies: FindOptions['satisfies']): boolean {
  try {
    return satisfies?.(version, range) ?? false;
  } catch {
    return false;
  }
}

/** The cause that stands out, or null where none does or two are level. */
export function decidingCause(ranked: readonly RankedCause[]): RankedCause | null {
  const [first, second] = ranked;
  return first && (!second || first.score > second.score) ? first : null;
}
