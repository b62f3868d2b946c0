import { z } from 'zod';

/** Forms of single values that the schemas share. */

export const kebab = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case words joined by hyphens, such as "dora-4bit"');
export const text = z.string().trim().min(1, 'must not be empty');
/** Words of a list: code between backticks is their only markup. */
const sentence = text.refine(
  (words) => !words.includes(']('),
  'takes no link: put it into the article, or name a source beside it',
);
export const localized = z.strictObject({ en: sentence, zh: sentence });
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'use a date such as "2026-11-24", in quotes');
/** Package name → PEP 440 range, such as `{ unsloth: "<2026.7.1" }`; `"*"` means every release. */
export const versionRanges = z.record(z.string(), text);
