import type { APIRoute, GetStaticPaths } from 'astro';
import { environmentFile } from '#src/data/environment.ts';

/** The data of the environment check, fetched once something is pasted there. */
export const getStaticPaths = (() => {
  const { hash, body } = environmentFile();
  return [{ params: { hash }, props: { body } }];
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ body: string }> = ({ props }) =>
  new Response(props.body, { headers: { 'content-type': 'application/json; charset=utf-8' } });
