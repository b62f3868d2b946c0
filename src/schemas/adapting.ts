import { z } from 'zod';
import { gpuFamilies, trainers } from '../lib/context/ids.ts';
import { placeholderFault, placeholderKinds } from '../lib/placeholders/kinds.ts';
import { kebab, text } from './primitives.ts';

/** The parts of `guide.yaml` by which a guide adapts to its reader. */

/** For whom a cause or a fix is out of the question, and why: it is folded for them, with this reason. */
export const notFor = z
  .strictObject({
    gpu: z.array(z.enum(gpuFamilies)).min(1).optional(),
    trainer: z.array(z.enum(trainers)).min(1).optional(),
    en: text,
    zh: text,
  })
  .refine(({ gpu, trainer }) => (gpu === undefined) !== (trainer === undefined), {
    error: 'name either "gpu" or "trainer"',
  });

/** An answer without causes leads on to the next question. */
const answer = z.strictObject({ en: text, zh: text, causes: z.array(kebab).default([]) });

/** What a reader without a traceback is asked, to find the cause. */
export const question = z.strictObject({
  en: text,
  zh: text,
  answers: z.array(answer).min(2, 'give at least two answers'),
});

/** A region that prints the deciding fact, and what its lines mean (`src/lib/probe/`). */
export const probe = z.strictObject({
  region: text,
  rules: z
    .array(
      z.strictObject({
        line: text,
        when: z.record(z.string(), z.union([text, z.array(text).min(1)])).default({}),
        causes: z.array(kebab).default([]),
      }),
    )
    .min(1),
});

/** A value inside a region that readers put their own in the place of. */
export const placeholder = z
  .strictObject({ kind: z.enum(placeholderKinds), value: text })
  .refine(({ kind, value }) => placeholderFault(kind, value) === null, {
    path: ['value'],
    error: 'use a plain name or path, without spaces and quotes',
  });
