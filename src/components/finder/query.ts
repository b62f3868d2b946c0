/** What may become an address: a typed line, never a paste. */

const LONGEST = 200;
/** One keystroke, one word of an input method; more at once comes from a clipboard. */
const LONGEST_STROKE = 40;
const TYPED = /^(?:insertText|insertCompositionText|insertFromComposition|insertLineBreak|delete)/;

/** The query of an address as one plain line, or an empty string. */
export function queryOf(search: string): string {
  const query = new URLSearchParams(search).get('q') ?? '';
  return query
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST - 1);
}

/** The address's search part with the query set, or removed where it is empty. */
export function withQuery(search: string, query: string): string {
  const parameters = new URLSearchParams(search);
  if (query === '') parameters.delete('q');
  else parameters.set('q', query);
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/** Makes a query part of this page's address, without a step in the history. */
export function shareQuery(query: string): void {
  const { pathname, search, hash } = location;
  const wanted = withQuery(search, query);
  if (wanted !== search) history.replaceState(history.state, '', pathname + wanted + hash);
}

/** Whether a text is short enough and one line, as a shared query must be. */
export function isOneLiner(text: string): boolean {
  const line = text.trim();
  return line.length < LONGEST && !line.includes('\n');
}

/** Whether an input event is typing. Anything unknown counts as a paste. */
export function isTyped({ inputType, data }: Pick<InputEvent, 'inputType' | 'data'>): boolean {
  return TYPED.test(inputType) && (data?.length ?? 0) <= LONGEST_STROKE;
}
