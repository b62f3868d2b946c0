import type { APIRoute } from 'astro';
import { site } from '#src/site.ts';

/** Everything may be read. Crawlers ask for this file at the root of a host only. */
const text = `User-agent: *
Allow: /

Sitemap: ${site.origin}${site.base}sitemap.xml
`;

export const GET: APIRoute = () => new Response(text);
