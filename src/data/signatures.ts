import { pack, packDetails } from '#src/lib/finder/pack.ts';
import { toSignature } from '#src/lib/finder/signature.ts';
import { guideData } from './guides.ts';
import { contentHash, dataPath } from './hashed-json.ts';
import { remember } from './remember.ts';

/** The finder's data as two files under one hashed name, so that a browser may keep them for ever. */
interface FinderFiles {
  hash: string;
  /** What guides are found by (`Pack`), and what is told of them then (`Details`), as JSON. */
  pack: string;
  details: string;
}

/** Built once for all pages. */
export const finderFiles = remember<[], Promise<FinderFiles>>(build);

/** Address of the finder's data; the details stand beside them. */
export async function signaturesPath(): Promise<string> {
  return dataPath('signatures', (await finderFiles()).hash);
}

async function build(): Promise<FinderFiles> {
  const guides = await guideData();
  const signatures = guides.map(({ slug, data }) => toSignature(slug, data));
  const bodies = {
    pack: JSON.stringify(pack(signatures)),
    details: JSON.stringify(packDetails(signatures)),
  };
  return { hash: contentHash(bodies.pack, bodies.details), ...bodies };
}
