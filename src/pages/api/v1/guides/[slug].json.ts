import { directFiles } from '#src/data/direct-files.ts';
import { apiGuideFiles } from '#src/data/machine/api.ts';
import { apiRetiredFiles } from '#src/data/machine/retired.ts';

/** Each guide: written, planned or ended. */
export const { getStaticPaths, GET } = directFiles('application/json', () => {
  const guides = [...apiGuideFiles(), ...apiRetiredFiles()];
  return guides.map((guide) => ({ params: { slug: guide.id }, body: () => JSON.stringify(guide) }));
});
