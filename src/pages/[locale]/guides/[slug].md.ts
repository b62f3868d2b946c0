import { directFiles } from '#src/data/direct-files.ts';
import { twinFiles } from '#src/data/machine/twin.ts';

/** The Markdown twin of each guide; an ended one says what answers now. */
export const { getStaticPaths, GET } = directFiles('text/markdown; charset=utf-8', () => {
  const files = twinFiles();
  return files.map(({ locale, slug, text }) => ({ params: { locale, slug }, body: text }));
});
