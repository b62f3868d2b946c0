import type { APIRoute, GetStaticPaths } from 'astro';
import { isFresh } from '#src/data/fresh-guides.ts';
import { twinFiles } from '#src/data/machine/twin.ts';

/** The Markdown twin of each guide; an ended one says what answers now. */
export const getStaticPaths = (async () => {
  const files = await twinFiles();
  return files
    .filter(({ slug }) => isFresh(slug))
    .map(({ locale, slug, text }) => ({ params: { locale, slug }, props: { text } }));
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ text: string }> = ({ props }) =>
  new Response(props.text, { headers: { 'content-type': 'text/markdown; charset=utf-8' } });
