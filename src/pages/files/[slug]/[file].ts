import type { APIRoute, GetStaticPaths } from 'astro';
import { guideFiles } from '#src/data/guides.ts';

/** A guide's program, commands and evidence, as they are in the repository. */
export const getStaticPaths = (async () => {
  const files = await guideFiles();
  return files.map(({ slug, file }) => ({
    params: { slug, file: file.name },
    props: { text: file.text },
  }));
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ text: string }> = ({ props }) => new Response(props.text);
