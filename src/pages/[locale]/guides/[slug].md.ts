import type { APIRoute, GetStaticPaths } from 'astro';
import { writtenGuides, type Guide } from '#src/data/guides.ts';
import { twinOf } from '#src/data/machine/twin.ts';
import { locales } from '#src/i18n/locales.ts';

/** The Markdown twin of each guide. */
export const getStaticPaths = (async () => {
  const guides = (await Promise.all(locales.map(writtenGuides))).flat();
  return guides.map((guide) => ({
    params: { locale: guide.locale, slug: guide.slug },
    props: { guide },
  }));
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ guide: Guide }> = ({ props }) =>
  new Response(twinOf(props.guide), {
    headers: { 'content-type': 'text/markdown; charset=utf-8' },
  });
