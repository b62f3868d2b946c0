import { gpuFamilies, trainers, type GpuFamily, type Trainer } from './ids.ts';

/** What a reader said of their set-up. Nothing is ever required. */
export interface Context {
  trainer?: Trainer;
  gpu?: GpuFamily;
}

/** Turns a card's name into its family (`gpu-aliases.ts`: a table that few pages need). */
type FamilyOf = (card: string) => GpuFamily | undefined;

/** Reads `?with=…&gpu=…`. With `familyOf`, card names become families; what is unknown is ignored. */
export function parseContext(search: string, familyOf?: FamilyOf): Context {
  const query = new URLSearchParams(search);
  const trainer = trainers.find((known) => known === query.get('with')?.toLowerCase());
  const given = query.get('gpu')?.slice(0, 40).toLowerCase() ?? '';
  const gpu = gpuFamilies.find((known) => known === given) ?? familyOf?.(given);
  return { ...(trainer && { trainer }), ...(gpu && { gpu }) };
}

/** Writes a context into a query, keeping whatever else stands there. */
export function withContext(search: string, { trainer, gpu }: Context): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of [
    ['with', trainer],
    ['gpu', gpu],
  ] as const) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString();
  return text && `?${text}`;
}
