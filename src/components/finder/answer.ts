import { findExact } from '../../lib/finder/exact.ts';
import { textsOfGuide, type CompiledIndex } from '../../lib/finder/open.ts';
import type { GuideDetails, Hit } from '../../lib/finder/types.ts';
import { markWords, wordsOf, type Segment } from '../../lib/fulltext/segment.ts';
import type { Locale } from '../../lib/locale.ts';

export interface Question {
  text: string;
  locale: Locale;
  /** The guide that asks which of its causes fits. */
  about?: string | undefined;
}

/** One hit with everything that a page shows of it. Plain data: it may come from a worker. */
export interface Answer extends Pick<Hit, 'slug' | 'state' | 'group' | 'cause'> {
  headline: string;
  title: string;
  /** The pasted line that matched, its matching words marked; null where the guide is merely related. */
  line: readonly Segment[] | null;
  reasons: Hit['reasons'];
  links: NonNullable<GuideDetails['links']>;
}

/** The exact hits alone, for the first paint: the first ones of `answer`, which tells more of them. */
export function answerExact({ text, locale }: Question, index: CompiledIndex): Answer[] {
  return describe(findExact(text, index), index, locale);
}

/** Hits as a page shows them. */
export function describe(hits: readonly Hit[], index: CompiledIndex, locale: Locale): Answer[] {
  return hits.flatMap(({ slug, state, group, cause, line, reasons }) => {
    const at = index.guides.findIndex((guide) => guide.slug === slug);
    const guide = index.guides[at];
    if (!guide) return [];
    const { headline, titles } = guide;
    return {
      slug,
      state,
      group,
      cause,
      headline,
      title: titles[locale],
      line:
        line === null || group === 'related'
          ? null
          : markWords(line, closest(line, textsOfGuide(at, index))),
      reasons,
      links: index.details?.[slug]?.links ?? [],
    };
  });
}

/** Words of the text that shares most with the line. */
function closest(line: string, texts: readonly string[]): ReadonlySet<string> {
  const shown = new Set(wordsOf(line));
  let best = new Set<string>();
  for (const text of texts) {
    const words = new Set(wordsOf(text).filter((word) => shown.has(word)));
    if (words.size > best.size) best = words;
  }
  return best;
}
