import type { APIRoute } from 'astro';
import { llmsFull } from '#src/data/machine/llms.ts';

/** Every guide in English in one file. */
export const GET: APIRoute = () => new Response(llmsFull('en'));
