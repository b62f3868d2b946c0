import type { APIRoute } from 'astro';
import { llmsIndex } from '#src/data/machine/llms.ts';
import type { Locale } from '#src/i18n/locales.ts';
import { pathsBesideRoot } from '#src/i18n/static-paths.ts';

/** Where a program finds which guide, in one language. */
export const getStaticPaths = pathsBesideRoot;

export const GET: APIRoute<{ locale: Locale }> = ({ props }) =>
  new Response(llmsIndex([props.locale]));
