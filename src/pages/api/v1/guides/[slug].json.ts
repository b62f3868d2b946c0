import type { APIRoute, GetStaticPaths } from 'astro';
import { apiGuideFiles } from '#src/data/machine/api.ts';

/** Each guide, written or planned. */
export const getStaticPaths = (async () => {
  const guides = await apiGuideFiles();
  return guides.map((guide) => ({ params: { slug: guide.id }, props: { guide } }));
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ guide: object }> = ({ props }) => Response.json(props.guide);
