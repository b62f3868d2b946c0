import type { Segment } from './segment.ts';

const MARK = /<(\/?)mark>/g;
/** What ends a sentence of which the excerpt has lost the words. */
const LOST_END = /^[\s、。，：；！？）]+/;

/** An excerpt of the full-text engine as text: only its mark tags are read, nothing becomes HTML. */
export function readExcerpt(excerpt: string): Segment[] {
  const segments: Segment[] = [];
  let marked = false;
  let from = LOST_END.exec(excerpt)?.[0].length ?? 0;
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
  return segments;
}

/** The engine escapes these two and nothing else. */
function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
}
