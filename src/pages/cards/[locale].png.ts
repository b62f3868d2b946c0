import type { APIRoute } from 'astro';
import { cardPng } from '#src/cards/render.ts';
import { siteCard } from '#src/data/machine/cards.ts';
import type { Locale } from '#src/i18n/locales.ts';
import { localePaths } from '#src/i18n/static-paths.ts';

/** The picture that social networks show beside a link to any page that is no guide. */
export const getStaticPaths = localePaths;

export const GET: APIRoute<{ locale: Locale }> = async ({ props }) =>
  new Response(await cardPng(siteCard(props.locale)), { headers: { 'content-type': 'image/png' } });
