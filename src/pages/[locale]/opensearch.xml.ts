import type { APIRoute } from 'astro';
import { openSearch } from '#src/data/machine/opensearch.ts';
import type { Locale } from '#src/i18n/locales.ts';
import { pathsBesideRoot } from '#src/i18n/static-paths.ts';

/** The finder as a browser's search engine, in one language. */
export const getStaticPaths = pathsBesideRoot;

export const GET: APIRoute<{ locale: Locale }> = ({ props }) =>
  new Response(openSearch(props.locale));
