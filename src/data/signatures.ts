import { toSignature } from '#src/lib/finder/signature.ts';
import { guideData } from './guides.ts';
import { hashedJson } from './hashed-json.ts';

/** The finder's data. */
export const signaturesFile = hashedJson('signatures', async () => {
  const guides = await guideData();
  return guides.map(({ slug, data }) => toSignature(slug, data));
});

/** Address of the finder's data. */
export async function signaturesPath(): Promise<string> {
  return (await signaturesFile()).path;
}
