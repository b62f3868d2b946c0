import type { Details, Pack } from '../../lib/finder/types.ts';
import { finderDataAddress } from '../dom/finder-data.ts';
import { Once } from './once.ts';

/**
 * Where the finder's data come from. One file for all guides today; shards by a text's rarest words
 * answer the same questions.
 */
export interface CandidateSource {
  /** The guides that could match the text. The same object as long as they are the same. */
  packFor(text: string): Promise<Pack>;
  /** What is told of those guides once they are found. */
  detailsOf(pack: Pack): Promise<Details>;
}

/** All guides in one file, what is told of them in another; each is fetched once. */
class WholeFiles implements CandidateSource {
  readonly #pack: Once<Pack>;
  readonly #details: Once<Details>;

  constructor(address: string) {
    this.#pack = new Once(() => fetchJson<Pack>(address, 'slugs'));
    this.#details = new Once(() => fetchJson<Details>(address.replace('signatures.', 'details.')));
  }

  packFor(): Promise<Pack> {
    return this.#pack.get();
  }

  detailsOf(): Promise<Details> {
    return this.#details.get();
  }
}

/** Rejects where the answer is an error or lacks the field by which the data are known. */
async function fetchJson<Data>(address: string, field?: keyof Data): Promise<Data> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The finder's data answered with status ${response.status}`);
  const data = (await response.json()) as Data;
  if (field !== undefined && !data[field]) throw new Error('These are no data of the finder');
  return data;
}

let source: CandidateSource | undefined;

/** The page's one source: every box shares it. */
export function candidateSource(): CandidateSource {
  return (source ??= new WholeFiles(finderDataAddress()));
}
