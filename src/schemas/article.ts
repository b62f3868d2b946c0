import { z } from 'zod';
import type { Locale } from '../lib/locale.ts';

/** Frontmatter of `en.mdx` and `zh.mdx`. The prose is checked in `src/authoring/`. */
export const articleSchema = z.strictObject({
  /** Document title: the message first, verbatim, then what and where, in the page's language. */
  title: z.string().trim().min(1),
  /** One sentence with cause and fix: about 150 characters, or 60 汉字. */
  description: z.string().trim().min(1).max(220),
});

export type Article = z.infer<typeof articleSchema>;

/** Shortest and longest description that says something and is shown whole in a list of results. */
export const descriptionLength = { en: [50, 170], zh: [20, 120] } as const satisfies Record<
  Locale,
  readonly [number, number]
>;
