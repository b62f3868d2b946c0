import { z } from 'zod';

const text = z.string().trim().min(1, 'must not be empty');
const wording = z.strictObject({
  /** The term as this language's engineers write it. */
  term: text,
  /** One or two sentences that explain it. */
  text: text.max(400, 'must be at most 400 characters: it is shown beside the term'),
});

const glossaryEntry = z.strictObject({
  /** Permanent anchor on the glossary page. */
  id: z
    .string()
    .regex(
      /^[a-z0-9]+(-[a-z0-9]+)*$/,
      'use lower-case words joined by hyphens, such as "mixed-precision"',
    ),
  en: wording,
  zh: wording,
});

/** Shape of `content/glossary.yaml`: the terms of the field in both languages, sorted by `id`. */
export const glossarySchema = z.array(glossaryEntry);

export type GlossaryEntry = z.infer<typeof glossaryEntry>;
