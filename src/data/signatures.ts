import { createHash } from 'node:crypto';
import { site } from '#src/site.ts';
import { toSignature } from '#src/lib/finder/signature.ts';
import { guideData } from './guides.ts';

/** The finder's data as one file under a hashed name, so that a browser may keep it for ever. */
interface SignaturesFile {
  hash: string;
  body: string;
}

let file: Promise<SignaturesFile> | undefined;

/** Built once for all pages; in development anew for each, so that an edit is found at once. */
export function signaturesFile(): Promise<SignaturesFile> {
  if (import.meta.env.DEV) return build();
  return (file ??= build());
}

/** Address of the finder's data. */
export async function signaturesPath(): Promise<string> {
  return `${site.base}data/signatures.${(await signaturesFile()).hash}.json`;
}

async function build(): Promise<SignaturesFile> {
  const guides = await guideData();
  const body = JSON.stringify(guides.map(({ slug, data }) => toSignature(slug, data)));
  return { hash: createHash('sha256').update(body).digest('hex').slice(0, 12), body };
}
