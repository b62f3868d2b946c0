/** What the finder does with labelled pastes. Used by the printed report and by the gate. */
import type { CompiledIndex, Hit } from '../../src/lib/finder/index.ts';
import { find } from '../../src/lib/finder/index.ts';

export interface Row {
  id: string;
  guide: string | null;
  kind: 'traceback' | 'message' | 'title' | 'zh';
  text: string;
  has_message: boolean | null;
  source: string;
  /** Other right answers. */
  also?: string[];
}

export interface Outcome {
  row: Row;
  hits: Hit[];
  /** A guide for this row exists. */
  covered: boolean;
  /** Place of the first right guide, from 1; 0 where none is listed. */
  place: number;
  confident: Hit[];
}

export interface Share {
  hit: number;
  of: number;
}

export interface Figures {
  visibleTop1: Share;
  visibleTop3: Share;
  hiddenTop1: Share;
  chineseTop1: Share;
  /** Covered rows answered as exact or likely whose first answer is right. */
  precision: Share;
  /** The same over every exact or likely answer, not only the first. */
  precisionAll: Share;
  /** Uncovered rows and negatives shown as exact or likely. */
  falseConfident: Share;
}

/** Runs the finder over all rows. */
export function outcomes(rows: readonly Row[], index: CompiledIndex): Outcome[] {
  const slugs = new Set(index.guides.map(({ slug }) => slug));
  return rows.map((row) => {
    const hits = find(row.text, index, { locale: 'en' });
    const right = (slug: string): boolean => slug === row.guide || (row.also ?? []).includes(slug);
    return {
      row,
      hits,
      covered: row.guide !== null && slugs.has(row.guide),
      place: hits.findIndex(({ slug }) => right(slug)) + 1,
      confident: hits.filter(({ group }) => group !== 'related'),
    };
  });
}

function share(of: readonly Outcome[], hit: (outcome: Outcome) => boolean): Share {
  return { hit: of.filter(hit).length, of: of.length };
}

/** True where nothing that is shown as an answer is wrong. */
export function rightlyConfident(outcome: Outcome, hit = outcome.confident[0]): boolean {
  return hit !== undefined && [outcome.row.guide, ...(outcome.row.also ?? [])].includes(hit.slug);
}

/** The figures that the gate compares. */
export function figures(all: readonly Outcome[]): Figures {
  const covered = all.filter((outcome) => outcome.covered);
  const foreign = all.filter((outcome) => !outcome.covered);
  const visible = covered.filter(({ row }) => row.has_message !== false);
  const hidden = covered.filter(({ row }) => row.has_message === false);
  const first = (outcome: Outcome): boolean => outcome.place === 1;
  const answered = covered.filter(({ confident }) => confident.length > 0);
  const answers = answered.flatMap((outcome) => outcome.confident.map((hit) => ({ outcome, hit })));
  return {
    visibleTop1: share(visible, first),
    visibleTop3: share(visible, ({ place }) => place >= 1 && place <= 3),
    hiddenTop1: share(hidden, first),
    chineseTop1: share(
      covered.filter(({ row }) => row.kind === 'zh'),
      first,
    ),
    precision: share(answered, (outcome) => rightlyConfident(outcome)),
    precisionAll: {
      hit: answers.filter(({ outcome, hit }) => rightlyConfident(outcome, hit)).length,
      of: answers.length,
    },
    falseConfident: share(foreign, (outcome) =>
      outcome.confident.some((hit) => !rightlyConfident(outcome, hit)),
    ),
  };
}
