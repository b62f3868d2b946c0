import { paste as en } from '#src/i18n/en/paste.ts';
import { paste as zh } from '#src/i18n/zh/paste.ts';

/** The error stands at the end of most logs. */
const HEAD = 1_000;
const TAIL = 4_000;

/** What a field does not show of a long text, and the sentence that stands there in its place. */
export interface Middle {
  readonly sentence: string;
  readonly hidden: string;
}

/** A long text as a field shows it: its ends, whole lines where it has lines, and a sentence between them. */
export function endsOf(
  text: string,
  lang = document.documentElement.lang,
): Middle & { readonly shown: string } {
  const { notShown } = lang.startsWith('zh') ? zh : en;
  const from = text.lastIndexOf('\n', HEAD) + 1 || HEAD;
  const lineEnd = text.indexOf('\n', text.length - TAIL);
  const to = lineEnd === -1 ? text.length - TAIL : lineEnd;
  const hidden = text.slice(from, to);
  const sentence = notShown.replace('#', hidden.length.toLocaleString('en'));
  return { shown: text.slice(0, from) + sentence + text.slice(to), sentence, hidden };
}

/** The whole text, with the reader's changes to its ends; without the middle where the sentence was removed. */
export function wholeOf(shown: string, middle: Middle | null): string {
  return middle ? shown.replace(middle.sentence, () => middle.hidden) : shown;
}

/** Shows the ends of a text in a field; `value` is the whole. */
export function showEnds(field: HTMLTextAreaElement, text: string): { readonly value: string } {
  const { shown, ...middle } = endsOf(text);
  field.value = shown;
  return {
    get value() {
      return wholeOf(field.value, middle);
    },
  };
}
