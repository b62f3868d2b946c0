/**
 * What a record holds under a name that came from outside: `constructor` and `__proto__` are names of nothing, unless
 * somebody put them there.
 */
export function ownValue<Value>(
  record: Readonly<Record<string, Value>>,
  name: string,
): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
