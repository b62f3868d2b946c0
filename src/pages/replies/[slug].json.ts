import type { APIRoute, GetStaticPaths } from 'astro';
import { isFresh } from '#src/data/fresh-guides.ts';
import { replyGuides } from '#src/data/replies.ts';
import type { ReplyGuide } from '#src/lib/reply/types.ts';

/** What an issue reply may say of a guide, fetched when a reader asks for one. */
export const getStaticPaths = (() =>
  replyGuides()
    .filter(({ slug }) => isFresh(slug))
    .map((guide) => ({
      params: { slug: guide.slug },
      props: { guide },
    }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ guide: ReplyGuide }> = ({ props }) => Response.json(props.guide);
