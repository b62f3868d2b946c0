import { z } from 'zod';

const text = z.string().trim().min(1, 'must not be empty');
const kebab = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use a slug, such as "cuda-oom"');

const retiredGuide = z.strictObject({
  slug: kebab,
  since: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'use a date such as "2026-11-24", in quotes'),
  /** The guide that answers now, or `null`. */
  successor: kebab.nullable(),
  reason: z.strictObject({ en: text, zh: text }),
});

/** Shape of `content/retired.yaml`: guides that ended. Their addresses stay and say where to go. */
export const retiredSchema = z.array(retiredGuide);

export type RetiredGuide = z.infer<typeof retiredGuide>;
