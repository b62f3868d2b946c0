import type { APIRoute, GetStaticPaths } from 'astro';
import { isFresh } from '#src/data/fresh-guides.ts';
import { apiGuideFiles } from '#src/data/machine/api.ts';
import { apiRetiredFiles } from '#src/data/machine/retired.ts';

/** Each guide: written, planned or ended. */
export const getStaticPaths = (async () => {
  const guides = [...(await apiGuideFiles()), ...(await apiRetiredFiles())];
  return guides
    .filter(({ id }) => isFresh(id))
    .map((guide) => ({ params: { slug: guide.id }, props: { guide } }));
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ guide: object }> = ({ props }) => Response.json(props.guide);
