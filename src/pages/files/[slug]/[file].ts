import { directFiles } from '#src/data/direct-files.ts';
import { guideFiles } from '#src/data/guides.ts';

/** A guide's program, commands and evidence, as they are in the repository. */
export const { getStaticPaths, GET } = directFiles('text/plain; charset=utf-8', () =>
  guideFiles().map(({ slug, file }) => ({ params: { slug, file: file.name }, body: file.text })),
);
