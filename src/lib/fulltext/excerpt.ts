import type { Segment } from './segment.ts';

const MARK = /<(\/?)mark>/g;
/** What ends a sentence of which the excerpt has lost the words. */
const LOST_END = /^[\s、。，：；！？）,.:;!?)]+/;
const SENTENCE_END = /[.!?]\s+(?:(?=\p{Lu})|$)|[。！？]\s*/u;
const ENDED = /[.!?。！？]["'”’)）]?$/;
/** What the engine puts between words of a language that has no spaces. */
const WORD_BREAK = '\u200B';
const LOOSE_END = /[\s、，；（,;(]+$/;

/**
 * An excerpt of the full-text engine as text: only its mark tags are read, nothing becomes HTML. The
 * engine cuts anywhere: it begins with a sentence where one begins before the words that were
 * found, and says where it is cut.
 */
export function readExcerpt(raw: string): Segment[] {
  const excerpt = raw.replaceAll(WORD_BREAK, '');
  const segments: Segment[] = [];
  let marked = false;
  let from = 0;
  const push = (to: number): void => {
    const text = unescape(excerpt.slice(from, to));
    if (text !== '') segments.push({ text, marked });
  };
  for (const match of excerpt.matchAll(MARK)) {
    push(match.index);
    marked = match[1] === '';
    from = match.index + match[0].length;
  }
  push(excerpt.length);
  return withEnd(withBeginning(segments));
}

function withBeginning(segments: readonly Segment[]): readonly Segment[] {
  const [first, ...rest] = segments;
  if (!first || first.marked) return first ? [{ text: '…', marked: false }, ...segments] : segments;
  const text = first.text.replace(LOST_END, '');
  const sentence = SENTENCE_END.exec(text);
  const begun = sentence ? text.slice(sentence.index + sentence[0].length) : `…${text}`;
  return begun === '' ? rest : [{ text: begun, marked: false }, ...rest];
}

function withEnd(segments: readonly Segment[]): Segment[] {
  const last = segments.at(-1);
  if (!last || ENDED.test(last.text.trimEnd())) return [...segments];
  const cut = { text: '…', marked: false };
  if (last.marked) return [...segments, cut];
  return [...segments.slice(0, -1), { ...cut, text: `${last.text.replace(LOOSE_END, '')}…` }];
}

/** The engine escapes these two and nothing else. */
function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
}
