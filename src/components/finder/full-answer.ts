import { findHits } from '../../lib/finder/hits.ts';
import type { CompiledIndex } from '../../lib/finder/open.ts';
import { read } from '../../lib/finder/reading.ts';
import { prepareTexts } from '../../lib/finder/text-index.ts';
import type { FindOptions, Hit } from '../../lib/finder/types.ts';
import { describe, type Answer, type Question } from './answer.ts';

/** Finds guides. What also tells reasons and causes has code of its own, which follows the first answer. */
export type Find = (text: string, index: CompiledIndex, options: FindOptions) => Hit[];

const untold: Find = (text, index) => findHits(read(text), index);

/** Answers a question from the compiled index. Pure: the same on the page and in a worker. */
export function answer(question: Question, index: CompiledIndex, find = untold): Answer[] {
  const { text, locale, about } = question;
  const hits = find(text, index, { locale });
  const isDecided = hits.some(({ slug, group }) =>
    slug === about ? group !== 'related' : group === 'exact',
  );
  const asking = index.guides.find(({ slug }) => slug === about);
  // On a guide the reader has the error already; a configuration or a list of versions alone still
  // points to a cause.
  const shown =
    asking && !isDecided ? find(`${asking.headline}\n${text}`, index, { locale }) : hits;
  return describe(shown, index, locale);
}

/** One step of preparing what the first inexact answer would wait for. Returns whether it was the last. */
export function warmUp(index: CompiledIndex): boolean {
  if (!prepareTexts(index)) return false;
  // A message and a word that none has: a browser runs code slowly the first time.
  const text = `${index.guides[0]?.headline ?? ''}\nunknownword`;
  answer({ text, locale: 'en' }, index);
  return true;
}
