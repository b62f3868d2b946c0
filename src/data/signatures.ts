import { finderData } from '#src/lib/finder/shards/build.ts';
import { toSignature } from '#src/lib/finder/signature.ts';
import { guideData } from './guides.ts';
import { contentHash, dataPath } from './hashed-json.ts';
import { remember } from './remember.ts';

/** The finder's data as files under one hashed name, so that a browser may keep them for ever. */
interface FinderFiles {
  hash: string;
  files: readonly { name: string; json: string }[];
}

/** Built once for all pages. */
export const finderFiles = remember(build);

/** Address of the finder's first file; the others stand beside it. */
export function signaturesPath(): string {
  return dataPath('signatures', finderFiles().hash);
}

function build(): FinderFiles {
  const guides = guideData();
  const data = finderData(guides.map(({ slug, data }) => toSignature(slug, data)));
  const files = data.map(({ name, body }) => ({ name, json: JSON.stringify(body) }));
  return { hash: contentHash(...files.map(({ json }) => json)), files };
}
