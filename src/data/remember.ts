/**
 * Makes a function that works once for each key: a build asks for the same data from many pages, and
 * its content does not change meanwhile. In development it works anew each time, so that an edit
 * is seen at once.
 */
export function remember<Args extends readonly [] | readonly [unknown], Value>(
  make: (...args: Args) => Value,
): (...args: Args) => Value {
  if (import.meta.env.DEV) return make;
  const made = new Map<unknown, Value>();
  return (...args) => {
    const [key] = args;
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(...args);
    made.set(key, value);
    return value;
  };
}
