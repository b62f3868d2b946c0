import type { Details, Pack } from '../../lib/finder/types.ts';
import { fetchJson, finderData, finderDataAddress } from '../dom/finder-data.ts';
import type { Question } from './answer.ts';
import { Once } from './once.ts';

/** Where the finder's data come from: one file for all guides, or shards where they are too many. */
export interface CandidateSource {
  /** The guides that could answer. */
  packFor(question: Pick<Question, 'text' | 'about'>): Promise<Pack>;
  /** What is told of those guides once they are found. */
  detailsOf(pack: Pack): Promise<Details>;
}

/** All guides in one file, what is told of them in another; each is fetched once. */
function wholeFiles(pack: Pack, address: string): CandidateSource {
  const details = new Once(() => fetchJson(address.replace('signatures.', 'details.')));
  return {
    packFor: () => Promise.resolve(pack),
    detailsOf: () => details.get() as Promise<Details>,
  };
}

const source = new Once(async (): Promise<CandidateSource> => {
  const address = finderDataAddress();
  const first = await finderData();
  if ((first as Partial<Pack>).slugs) return wholeFiles(first as Pack, address);
  const { ShardedSource } = await import('./sharded-source.ts');
  return new ShardedSource(first, address);
});

/** The page's one source: every box shares it. */
export function candidateSource(): Promise<CandidateSource> {
  return source.get();
}
