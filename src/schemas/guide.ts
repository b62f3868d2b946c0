import { z } from 'zod';
import { gpuFamilies, trainers } from '../lib/context/ids.ts';
import { fixKinds } from '../lib/fix-kinds.ts';
import { phases } from '../lib/phases.ts';
import { notFor, placeholder, probe, question } from './adapting.ts';
import { day, kebab, localized, text, versionRanges } from './primitives.ts';

/**
 * The shape of `content/guides/<slug>/guide.yaml`: everything about a guide that is true in any language.
 * Only shapes are checked here. What needs several fields or files (references, languages, templates that
 * match their examples) is checked in `src/authoring/`, which knows line numbers.
 */

/** Where a program prints a message. */
const emitter = z.strictObject({
  package: text,
  file: text.optional(),
  symbol: text.optional(),
  /** PEP 440 range of the releases that print this wording. */
  versions: text.optional(),
});

/** One wording of the error. `template` follows the grammar in `src/lib/finder/template.ts`. */
const message = z.strictObject({
  id: kebab,
  kind: z.enum(['exception', 'warning', 'log']),
  template: text,
  emitter,
  /** Where it differs from the guide's own: this wording names the cause itself, or only reports a failure that is told elsewhere, as by another process. */
  tier: z.enum(['specific', 'wrapper']).optional(),
  /** Printed instances; each must match the template. */
  examples: z.array(text).min(1),
});

/** A look-alike message that belongs elsewhere: to another guide, or to none of ours (`null`). */
const nearMiss = z.strictObject({ template: text, guide: kebab.nullable() });

/** A stack frame that identifies an error, or a cause, when the message line was cut off. */
const frame = z.strictObject({ file: text, function: text.optional() });

/** What in a paste points to this cause and not to another one. */
const fingerprints = z.strictObject({
  frames: z.array(frame).default([]),
  /** Words or flags looked for literally in the paste, such as `use_dora=True`. */
  text: z.array(text).default([]),
  versions: versionRanges.default({}),
  gpu: z.array(z.enum(gpuFamilies)).default([]),
});

const cause = z.strictObject({
  id: kebab,
  title: localized,
  /** What the reader sees if this cause is theirs: the first column of the guide's table. */
  sign: localized,
  affected: versionRanges.default({}),
  fixed_in: z.record(z.string(), text).default({}),
  fingerprints: fingerprints.prefault({}),
  not_for: notFor.optional(),
  sources: z.array(kebab).min(1),
});

/** A named region of `repro.py` or `commands.sh`, and the readers it is written for. */
const region = z.strictObject({
  name: z.string().regex(/^(fix|error|check|probe)(-[a-z0-9-]+)?(\/[a-z0-9-]+)?$/, {
    error: 'name a region like "fix-bf16-flags/trl", "check-dtypes" or "error/dora"',
  }),
  /** One training stack, or several that share the code. */
  trainer: z
    .union([z.enum(trainers).transform((one) => [one]), z.array(z.enum(trainers)).min(1)])
    .optional(),
  gpu: z.array(z.enum(gpuFamilies)).optional(),
  /** File name shown above the snippet, such as `train.py`. */
  file: text.optional(),
});

const fix = z.strictObject({
  id: kebab,
  kind: z.enum(fixKinds),
  title: localized,
  causes: z.array(kebab).min(1),
  regions: z.array(region).default([]),
  /** Why this fix was not executed. Leave it out once evidence exists. */
  not_run: localized.optional(),
  not_for: notFor.optional(),
  sources: z.array(kebab).min(1),
});

const unhelpful = z.strictObject({
  id: kebab,
  advice: localized,
  why: localized,
  sources: z.array(kebab).min(1),
});

const source = z.strictObject({
  id: kebab,
  kind: z.enum(['code', 'release', 'docs', 'paper', 'thread']),
  url: z.url({ protocol: /^https$/, error: 'must be a full https:// address' }),
  title: text,
  supports: localized,
});

const change = z.strictObject({ date: day, en: text, zh: text });

const shared = {
  /** One printed instance of the message: the guide's `h1`. */
  headline: z
    .string()
    .trim()
    .min(1)
    .max(120, 'must be at most 120 characters: quote the deciding line'),
  /** Exception class as printed, such as `RuntimeError`. */
  exception: text.optional(),
  titles: localized,
  phase: z.enum(phases),
  packages: z.array(text).min(1),
  messages: z.array(message).min(1),
  near_misses: z.array(nearMiss).default([]),
  frames: z.array(frame).default([]),
  aliases: z
    .strictObject({ en: z.array(text).default([]), zh: z.array(text).default([]) })
    .prefault({}),
  /** `wrapper`: a launcher reports somebody else's error; `generic`: says little by itself, or only warns. Both rank last. */
  tier: z.enum(['specific', 'generic', 'wrapper']).default('specific'),
  sources: z.array(source).min(1),
  related: z.array(kebab).default([]),
};

export const plannedGuideSchema = z.strictObject({ state: z.literal('planned'), ...shared });

export const writtenGuideSchema = z.strictObject({
  state: z.literal('written'),
  ...shared,
  status: z.strictObject({
    kind: z.enum(['fixed-upstream', 'by-design', 'hardware-limit', 'environment']),
    en: text,
    zh: text,
  }),
  /** GPU families on which this message cannot appear, and why. */
  impossible_on: z
    .array(
      z.strictObject({
        gpu: z.array(z.enum(gpuFamilies)).min(1),
        en: text,
        zh: text,
        /** The related guide of the message that appears there instead. */
        guide: kebab.optional(),
      }),
    )
    .default([]),
  causes: z.array(cause).min(1),
  fixes: z.array(fix).min(2, 'give at least two fixes, or say why there is one in the prose'),
  unhelpful: z.array(unhelpful).default([]),
  changes: z.array(change).min(1),
  questions: z.array(question).max(3, 'ask three questions at most').default([]),
  probe: probe.optional(),
  placeholders: z.array(placeholder).default([]),
  /** Former anchors of this page and the cause or fix where they are answered now. */
  moved: z.record(z.string(), z.string()).default({}),
});

export const guideSchema = z.discriminatedUnion('state', [writtenGuideSchema, plannedGuideSchema]);

export type GuideData = z.infer<typeof guideSchema>;
export type WrittenGuideData = z.infer<typeof writtenGuideSchema>;
export type PlannedGuideData = z.infer<typeof plannedGuideSchema>;
export type Message = z.infer<typeof message>;
export type Frame = z.infer<typeof frame>;
export type Cause = z.infer<typeof cause>;
export type Fix = z.infer<typeof fix>;
export type Region = z.infer<typeof region>;
export type Source = z.infer<typeof source>;
export type NotFor = z.infer<typeof notFor>;
