/** More entries than one report asks for; then the memory starts afresh. */
const MOST = 20_000;

/** Remembers answers by their key: a report asks the same few thousand questions for each set it tries. */
export function memo<Answer>(answer: (key: string) => Answer): (key: string) => Answer {
  const known = new Map<string, Answer>();
  return (key) => {
    if (known.has(key)) return known.get(key) as Answer;
    if (known.size >= MOST) known.clear();
    const fresh = answer(key);
    known.set(key, fresh);
    return fresh;
  };
}
