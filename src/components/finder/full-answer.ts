import { find } from '../../lib/finder/find.ts';
import type { CompiledIndex } from '../../lib/finder/open.ts';
import { prepareTexts } from '../../lib/finder/texts.ts';
import type { Satisfies } from '../../lib/finder/types.ts';
import { describe, type Answer, type Question } from './answer.ts';

/** Answers a question from the compiled index. Pure: the same on the page and in a worker. */
export function answer(question: Question, index: CompiledIndex, satisfies?: Satisfies): Answer[] {
  const { text, locale, about } = question;
  const options = satisfies ? { locale, satisfies } : { locale };
  const hits = find(text, index, options);
  const isDecided = hits.some(({ slug, group }) =>
    slug === about ? group !== 'related' : group === 'exact',
  );
  const asking = index.guides.find(({ slug }) => slug === about);
  // On a guide the reader has the error already; a configuration or a list of versions alone still
  // points to a cause.
  const shown = asking && !isDecided ? find(`${asking.headline}\n${text}`, index, options) : hits;
  return describe(shown, index, locale);
}

/** One step of preparing what the first inexact answer would wait for. Returns whether it was the last. */
export function warmUp(index: CompiledIndex): boolean {
  if (!prepareTexts(index)) return false;
  find('unknownword', index, { locale: 'en' });
  return true;
}
