import type { Signature } from '../../lib/finder/index.ts';

/**
 * Where the finder's data come from. One file for all guides today; shards by a text's rarest words
 * answer the same question.
 */
export interface CandidateSource {
  /** Signatures that could match the text. The same array as long as they are the same. */
  signaturesFor(text: string): Promise<readonly Signature[]>;
}

/** All signatures in one file, fetched once; after a failure the next call tries again. */
export class WholeFile implements CandidateSource {
  readonly #address: string;
  #signatures: Promise<readonly Signature[]> | undefined;

  constructor(address: string) {
    this.#address = address;
  }

  signaturesFor(): Promise<readonly Signature[]> {
    this.#signatures ??= this.#fetch().catch((error: unknown) => {
      this.#signatures = undefined;
      throw error;
    });
    return this.#signatures;
  }

  async #fetch(): Promise<readonly Signature[]> {
    const response = await fetch(this.#address);
    if (!response.ok) throw new Error(`The signatures answered with status ${response.status}`);
    const signatures: unknown = await response.json();
    if (!Array.isArray(signatures)) throw new Error('The signatures are not a list');
    return signatures as readonly Signature[];
  }
}

let source: CandidateSource | undefined;

/** The page's one source: every box shares it. Its address stands in the page's head. */
export function candidateSource(): CandidateSource {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="tb:signatures"]');
  return (source ??= new WholeFile(meta?.content ?? ''));
}
