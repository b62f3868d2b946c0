/**
 * Makes a function that works once for each key: a build asks for the same data from many pages, and
 * its content does not change meanwhile. In development it works anew each time, so that an edit
 * is seen at once. An empty call is a key of its own.
 */
export function remember<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  if (import.meta.env.DEV) return make;
  const made = new Map<Key, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
