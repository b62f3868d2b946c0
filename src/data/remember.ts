import { providedContent, type ProvidedContent } from './provided-content.ts';

/**
 * Makes a function that works once for each key and content: a build asks for the same data from many
 * pages. In development other content is provided after an edit, and all is made anew.
 */
export function remember<Args extends readonly [] | readonly [unknown], Value>(
  make: (...args: Args) => Value,
): (...args: Args) => Value {
  const madeOf = new WeakMap<ProvidedContent, Map<unknown, Value>>();
  return (...args) => {
    const content = providedContent();
    const made = madeOf.get(content) ?? new Map<unknown, Value>();
    madeOf.set(content, made);
    const [key] = args;
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(...args);
    made.set(key, value);
    return value;
  };
}

/**
 * Makes a function that works once for each guide, as long as that guide is not read again: after an edit in
 * development only what comes of the edited one is made anew.
 */
export function rememberEach<Key extends object, Value>(
  make: (guide: Key) => Value,
): (guide: Key) => Value {
  const made = new WeakMap<Key, { value: Value }>();
  return (guide) => {
    const known = made.get(guide) ?? { value: make(guide) };
    made.set(guide, known);
    return known.value;
  };
}
