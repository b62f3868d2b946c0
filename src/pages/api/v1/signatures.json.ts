import type { APIRoute } from 'astro';
import { apiSignatures } from '#src/data/machine/api.ts';

/** What recognises each error. */
export const GET: APIRoute = () => Response.json(apiSignatures());
