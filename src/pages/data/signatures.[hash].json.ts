import type { APIRoute, GetStaticPaths } from 'astro';
import { signaturesFile } from '#src/data/signatures.ts';

/** The finder's data, fetched when a reader focuses the box or pastes. */
export const getStaticPaths = (async () => {
  const { hash, body } = await signaturesFile();
  return [{ params: { hash }, props: { body } }];
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ body: string }> = ({ props }) =>
  new Response(props.body, { headers: { 'content-type': 'application/json; charset=utf-8' } });
