import { globSync } from 'node:fs';
import { keptBytes } from '#src/build/kept-bytes.ts';
import { finderData } from '#src/lib/finder/shards/build.ts';
import { toSignature } from '#src/lib/finder/signature.ts';
import type { GuideData } from '#src/schemas/guide.ts';
import { guideData } from './guides.ts';
import { contentHash, dataPath } from './hashed-json.ts';
import { remember, rememberEach } from './remember.ts';

/** The finder's data as files under one hashed name, so that a browser may keep them for ever. */
interface FinderFiles {
  hash: string;
  files: readonly FinderFile[];
}

interface FinderFile {
  name: string;
  json: string;
}

/** Built once for all pages. */
export const finderFiles = remember((): FinderFiles => {
  const files = keptFiles();
  return { hash: contentHash(...files.map(({ json }) => json)), files };
});

/** Address of the finder's first file; the others stand beside it. */
export function signaturesPath(): string {
  return dataPath('signatures', finderFiles().hash);
}

const kept = keptBytes('node_modules/.cache/tracebook-finder', [
  ...globSync('src/lib/finder/**/*.ts').sort(),
  'package-lock.json',
]);

let latest: { key: string; files: FinderFile[] } | undefined;

/** Most edits change no signature, and to make files of all takes seconds at a thousand guides. */
function keptFiles(): FinderFile[] {
  const guides = guideData();
  const key = contentHash(...guides.map(signatureText));
  if (latest?.key === key) return latest.files;
  const bytes = kept.read(key);
  const files = bytes ? (JSON.parse(bytes.toString('utf8')) as FinderFile[]) : makeFiles(guides);
  if (!bytes) kept.write(key, Buffer.from(JSON.stringify(files)));
  kept.prune();
  latest = { key, files };
  return files;
}

function makeFiles(guides: readonly SignedGuide[]): FinderFile[] {
  const data = finderData(guides.map(signatureOf));
  return data.map(({ name, body }) => ({ name, json: JSON.stringify(body) }));
}

interface SignedGuide {
  slug: string;
  data: GuideData;
}

const signatureOf = rememberEach(({ slug, data }: SignedGuide) => toSignature(slug, data));
const signatureText = rememberEach((guide: SignedGuide) => JSON.stringify(signatureOf(guide)));
