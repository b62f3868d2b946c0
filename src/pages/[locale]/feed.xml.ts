import type { APIRoute } from 'astro';
import { feedOf } from '#src/data/machine/feed.ts';
import type { Locale } from '#src/i18n/locales.ts';
import { localePaths } from '#src/i18n/static-paths.ts';

/** The guides of one language as an Atom feed. */
export const getStaticPaths = localePaths;

export const GET: APIRoute<{ locale: Locale }> = ({ props }) => new Response(feedOf(props.locale));
