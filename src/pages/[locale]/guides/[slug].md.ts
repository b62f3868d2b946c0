import type { APIRoute, GetStaticPaths } from 'astro';
import { twinFiles } from '#src/data/machine/twin.ts';

/** The Markdown twin of each guide; an ended one says what answers now. */
export const getStaticPaths = (async () => {
  const files = await twinFiles();
  return files.map(({ locale, slug, text }) => ({ params: { locale, slug }, props: { text } }));
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ text: string }> = ({ props }) =>
  new Response(props.text, { headers: { 'content-type': 'text/markdown; charset=utf-8' } });
