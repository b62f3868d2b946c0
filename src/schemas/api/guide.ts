import { z } from 'zod';
import { gpuFamilies, trainers } from '../../lib/context/ids.ts';
import { fixKinds } from '../../lib/fix-kinds.ts';
import { address, day, envelope, fixVerification, localized, ranges } from './shared.ts';
import { summary, text } from './shared.ts';

const ids = z.array(text);
const sourceIds = ids.describe('Ids of entries of "sources".');
const anchor = text.describe('Add it to "page" or "permalink" behind a #.');

const message = z.object({
  id: text,
  kind: z.enum(['exception', 'warning', 'log']),
  template: text.describe('{name} stands for anything; {{ and }} for braces.'),
  examples: z.array(text).describe('Printed instances.'),
  emitter: z.object({
    package: text,
    file: text.optional(),
    symbol: text.optional(),
    versions: text.optional().describe('PEP 440 range of the releases that print it.'),
  }),
});

const cause = z.object({
  id: text,
  anchor,
  title: localized,
  sign: localized.describe('What the reader sees if this cause is theirs.'),
  affected: ranges,
  fixedIn: z.record(text, text).describe('First fixed release by package.'),
  fixes: ids.describe('Ids of the fixes for this cause, in the order to try.'),
  sources: sourceIds,
});

const snippet = z.object({
  region: text,
  language: z.enum(['python', 'bash']),
  file: text.nullable().describe('Name of the file that the code belongs into.'),
  trainers: z.array(z.enum(trainers)).describe('Empty: for every training stack.'),
  gpu: z.array(z.enum(gpuFamilies)).describe('Empty: for every GPU family.'),
  code: text,
});

const fix = z.object({
  id: text,
  anchor,
  kind: z
    .enum(fixKinds)
    .describe('resolution: removes the cause; workaround: the cause stays; diagnosis: finds it.'),
  title: localized,
  causes: ids,
  snippets: z.array(snippet),
  verification: fixVerification,
  sources: sourceIds,
});

const source = z.object({
  id: text,
  kind: z.enum(['code', 'release', 'docs', 'paper', 'thread']),
  url: address,
  title: text,
  supports: localized,
});

/** `/api/v1/guides/<slug>.json`: one guide. A planned one has no causes, fixes or changes yet. */
export const apiGuideSchema = z
  .object({
    ...envelope,
    ...summary,
    status: localized
      .extend({ kind: z.enum(['fixed-upstream', 'by-design', 'hardware-limit', 'environment']) })
      .nullable(),
    impossibleOn: z
      .array(z.object({ gpu: z.array(z.enum(gpuFamilies)), why: localized }))
      .describe('GPU families on which this message cannot appear.'),
    messages: z.array(message),
    causes: z.array(cause),
    fixes: z.array(fix),
    unhelpful: z
      .array(z.object({ id: text, advice: localized, why: localized, sources: sourceIds }))
      .describe('Advice found on the web that does not help.'),
    sources: z.array(source),
    related: ids.describe('Ids of related guides.'),
    changes: z.array(z.object({ date: day, en: text, zh: text })).describe('Newest first.'),
  })
  .describe('One guide without its prose, which "markdown" has.');

export type ApiGuide = z.infer<typeof apiGuideSchema>;
