import { z } from 'zod';
import { address, day, envelope, localized, text } from './shared.ts';

/** `/api/v1/guides/<slug>.json` of a guide that ended. */
export const apiRetiredSchema = z
  .object({
    ...envelope,
    id: text,
    state: z.literal('retired'),
    since: day,
    reason: localized,
    permalink: address,
    successor: z
      .object({ id: text, api: address })
      .nullable()
      .describe('The guide that answers now, if one does.'),
  })
  .describe('A guide that ended. It is in no list any more; its addresses stay.');

export type ApiRetired = z.infer<typeof apiRetiredSchema>;
