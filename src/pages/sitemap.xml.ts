import type { APIRoute } from 'astro';
import { sitemap } from '#src/data/machine/sitemap.ts';

/** Every indexed page with its other language and the day of its last change. */
export const GET: APIRoute = () => new Response(sitemap());
