/** A field lays every line out: some megabytes in it stop the page for seconds. */
const LONGEST_SHOWN = 200_000;
const HEAD = 2_000;
const TAIL = 20_000;

/** The ends of a text that is too long for the field, or null where the field takes it whole. */
export function endsOf(text: string): string | null {
  if (text.length <= LONGEST_SHOWN) return null;
  const head = text.slice(0, HEAD);
  const tail = text.slice(-TAIL);
  const shownHead = head.slice(0, head.lastIndexOf('\n') + 1) || head;
  const shownTail = tail.slice(tail.indexOf('\n') + 1) || tail;
  const hidden = text.length - shownHead.length - shownTail.length;
  return `${shownHead.trimEnd()}\n[… ${hidden.toLocaleString('en')} …]\n${shownTail}`;
}
