import type { APIRoute, GetStaticPaths } from 'astro';
import { isFresh } from '#src/data/fresh-guides.ts';
import { guideFiles, type GuideFile } from '#src/data/guides.ts';

/** A guide's program, commands and evidence, as they are in the repository. */
export const getStaticPaths = (() =>
  guideFiles()
    .filter(({ slug }) => isFresh(slug))
    .map(({ slug, file }) => ({
      params: { slug, file: file.name },
      props: { file },
    }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ file: GuideFile }> = ({ props }) => new Response(props.file.text());
