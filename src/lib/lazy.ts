/**
 * Gives an object further properties, each made when it is first read and the same from then on. A copy
 * by `...` reads them all.
 */
export function withLazy<Base extends object, Late extends object>(
  base: Base,
  make: { readonly [Key in keyof Late]: () => Late[Key] },
): Base & Late {
  for (const key of Object.keys(make) as (keyof Late & string)[]) {
    const get = (): Late[typeof key] => {
      const value = make[key]();
      Object.defineProperty(base, key, { value, enumerable: true });
      return value;
    };
    Object.defineProperty(base, key, { get, enumerable: true, configurable: true });
  }
  return base as Base & Late;
}
