import { directFiles } from '#src/data/direct-files.ts';
import { replyGuides } from '#src/data/replies.ts';

/** What an issue reply may say of a guide, fetched when a reader asks for one. */
export const { getStaticPaths, GET } = directFiles('application/json', () =>
  replyGuides().map((guide) => ({
    params: { slug: guide.slug },
    body: () => JSON.stringify(guide),
  })),
);
