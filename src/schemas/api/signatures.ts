import { z } from 'zod';
import { gpuFamilies } from '../../lib/context/ids.ts';
import { address, envelope, localized, ranges, text } from './shared.ts';

const template = text.describe('{name} stands for anything; {{ and }} for braces.');
const frame = z.object({ file: text, function: text.optional() });

const signature = z.object({
  slug: text.describe('Id of the guide.'),
  state: z.enum(['written', 'planned']),
  tier: z
    .enum(['specific', 'generic', 'wrapper'])
    .describe(
      'wrapper: reports another error; generic: says little by itself, or only warns. Rank both last.',
    ),
  headline: text,
  titles: localized,
  messages: z.array(
    z.object({
      template,
      tier: z
        .enum(['specific', 'wrapper'])
        .optional()
        .describe('Where this wording says more, or less, than the others of its guide.'),
    }),
  ),
  nearMisses: z
    .array(z.object({ template, guide: text.nullable() }))
    .describe('Look-alikes that belong to another guide, or to none.'),
  frames: z.array(frame).describe('Stack frames that identify the error without its message.'),
  aliases: z.array(text).describe('What people type instead of pasting.'),
  causes: z.array(
    z.object({
      id: text,
      frames: z.array(frame),
      text: z.array(text),
      versions: ranges,
      gpu: z.array(z.enum(gpuFamilies)),
    }),
  ),
  links: z
    .array(z.object({ url: address, title: text }))
    .optional()
    .describe('What upstream says, where no guide is written.'),
});

/** `/api/v1/signatures.json`: what recognises each error. */
export const apiSignaturesSchema = z
  .object({ ...envelope, signatures: z.array(signature) })
  .describe('What recognises each error; the site’s own finder lives on it.');

export type ApiSignatures = z.infer<typeof apiSignaturesSchema>;
