import type { APIRoute } from 'astro';
import { llmsFull } from '#src/data/machine/llms.ts';
import type { Locale } from '#src/i18n/locales.ts';
import { pathsBesideRoot } from '#src/i18n/static-paths.ts';

/** Every guide of one language in one file. */
export const getStaticPaths = pathsBesideRoot;

export const GET: APIRoute<{ locale: Locale }> = ({ props }) =>
  new Response(llmsFull(props.locale));
