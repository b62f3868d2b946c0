import type { APIRoute, GetStaticPaths } from 'astro';
import { finderFiles } from '#src/data/signatures.ts';

/** The finder's data, fetched when a reader focuses the box or pastes. */
export const getStaticPaths = (() => {
  const { hash, files } = finderFiles();
  return files.map(({ name, json }) => ({ params: { name, hash }, props: { body: json } }));
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ body: string }> = ({ props }) =>
  new Response(props.body, { headers: { 'content-type': 'application/json; charset=utf-8' } });
