import type { APIRoute } from 'astro';
import { openSearch } from '#src/data/machine/opensearch.ts';

/** The finder as a browser's search engine, in English. */
export const GET: APIRoute = () => new Response(openSearch('en'));
