import type { APIRoute, GetStaticPaths } from 'astro';
import { cardPng } from '#src/cards/render.ts';
import { freshGuides } from '#src/data/fresh-guides.ts';
import type { Guide } from '#src/data/guides.ts';
import { guideCard } from '#src/data/machine/cards.ts';

/** The picture that social networks show beside a link to a guide. */
export const getStaticPaths = (async () => {
  const guides = await freshGuides();
  return guides.map((guide) => ({
    params: { locale: guide.locale, slug: guide.slug },
    props: { guide },
  }));
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ guide: Guide }> = async ({ props }) =>
  new Response(await cardPng(guideCard(props.guide)), { headers: { 'content-type': 'image/png' } });
