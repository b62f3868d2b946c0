import type { APIRoute } from 'astro';
import { apiGuides } from '#src/data/machine/api.ts';

/** Every guide in short. */
export const GET: APIRoute = () => Response.json(apiGuides());
