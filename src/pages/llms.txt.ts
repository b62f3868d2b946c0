import type { APIRoute } from 'astro';
import { llmsIndex } from '#src/data/machine/llms.ts';
import { locales } from '#src/i18n/locales.ts';

/** Where a program finds which guide, in both languages. */
export const GET: APIRoute = () => new Response(llmsIndex(locales));
