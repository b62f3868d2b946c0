import { z } from 'zod';
import { envelope, summary } from './shared.ts';

/** `/api/v1/guides.json`: every guide in short. */
export const apiGuidesSchema = z
  .object({ ...envelope, guides: z.array(z.object(summary)) })
  .describe('Every guide in short, by phase.');

export type ApiGuides = z.infer<typeof apiGuidesSchema>;
