import type { APIRoute, GetStaticPaths } from 'astro';
import { apiSchemaFiles } from '#src/data/machine/api-schemas.ts';

/** The shapes of the interface's answers. */
export const getStaticPaths = (() =>
  apiSchemaFiles().map(({ name, schema }) => ({
    params: { name },
    props: { schema },
  }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ schema: object }> = ({ props }) => Response.json(props.schema);
