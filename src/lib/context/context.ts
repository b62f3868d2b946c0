import { familyOfCard } from './gpu-aliases.ts';
import { gpuFamilies, trainers, type GpuFamily, type Trainer } from './ids.ts';

/** What a reader said of their set-up. Nothing is ever required. */
export interface Context {
  trainer?: Trainer;
  gpu?: GpuFamily;
}

/** Reads `?with=…&gpu=…`. Card names become families; what is unknown is ignored. */
export function parseContext(search: string): Context {
  const query = new URLSearchParams(search);
  const trainer = trainers.find((known) => known === query.get('with')?.toLowerCase());
  const given = query.get('gpu')?.slice(0, 40).toLowerCase() ?? '';
  const gpu = gpuFamilies.find((known) => known === given) ?? familyOfCard(given);
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
