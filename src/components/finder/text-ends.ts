import { paste as en } from '#src/i18n/en/paste.ts';
import { paste as zh } from '#src/i18n/zh/paste.ts';
import type { Middle } from './long-text.ts';

/** The error stands at the end of most logs. */
const HEAD = 1_000;
const TAIL = 4_000;

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
