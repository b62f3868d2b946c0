/** The finder's signatures, read straight from `guide.yaml`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toSignature } from '../lib/finder/signature.ts';
import type { Signature } from '../lib/finder/types.ts';
import { guideSchema, type GuideData } from '../schemas/guide.ts';
import { readYaml } from './read-yaml.ts';

/** Signatures of every guide under `content/guides`, by slug. Throws with the file's name where one cannot be read. */
export function loadSignatures(contentDir: string): Signature[] {
  return loadGuideData(contentDir).map(({ slug, data }) => toSignature(slug, data));
}

/**
 * Every `guide.yaml`, without prose, programs and checks: `read-guides.ts` reads those too and takes ten times as
 * long, which nobody who pipes an error into the command line should wait for.
 */
export function loadGuideData(contentDir: string): { slug: string; data: GuideData }[] {
  const guides = join(contentDir, 'guides');
  return readdirSync(guides, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((slug) => {
      const file = join(guides, slug, 'guide.yaml');
      const result = guideSchema.safeParse(readYaml(readFileSync(file, 'utf8')));
      if (result.success) return { slug, data: result.data };
      const problem = result.error.issues[0];
      throw new Error(
        `${file}: ${problem?.path.join('.') ?? ''} ${problem?.message ?? 'is not a guide'}`,
      );
    });
}
