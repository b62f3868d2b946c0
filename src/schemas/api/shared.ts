import { z } from 'zod';
import type { FixVerification, Verification } from '../../lib/evidence/verification.ts';
import { phases } from '../../lib/phases.ts';

/** Pieces that several answers of the public interface share. */

export const text = z.string();
export const day = z.iso.date().describe('A day, such as 2026-11-24.');
export const address = z.url().describe('A full address.');
export const localized = z
  .object({ en: text, zh: text })
  .describe('One value in English and one in Chinese. Backticks mark code.');
export const ranges = z
  .record(text, text)
  .describe('PEP 440 range by package, such as {"peft": ">=0.12.0"}; "*" is every release.');

const versions = z.record(text, text).describe('Version by package.');

/** Opens every answer. */
export const envelope = {
  $schema: address.describe('The JSON Schema that this answer satisfies.'),
  version: z.literal(1).describe('Version of the interface: the v1 of its address.'),
};

export const verification = z
  .object({
    date: day,
    device: text.describe('Machine as its driver names it, or "CPU".'),
    otherDevices: z.array(text).describe('Other machines on which a fix passed.'),
    python: text,
    packages: versions,
    fixesPassed: z.int().nonnegative(),
    fixesTotal: z.int().positive(),
    notRecheckedSince: versions.describe(
      'Libraries with a newer major or minor release than the run used: the first such release.',
    ),
  })
  .nullable()
  .describe(
    'The run that raised the error and tried the fixes; null where none did.',
  ) satisfies z.ZodType<Verification | null>;

export const fixVerification = z
  .object({
    state: z
      .enum(['passed', 'failed', 'stale', 'not-run'])
      .describe(
        'stale: it passed, but the code has changed since, or no error was raised beside it.',
      ),
    scope: z.enum(['end-to-end', 'mechanism']).nullable(),
    date: day.nullable(),
    device: text.nullable(),
    reason: text.nullable().describe('Why it failed or was not run, where that is known.'),
  })
  .describe('Whether this fix was executed.') satisfies z.ZodType<FixVerification>;

/** What every list says of a guide, written or planned. */
export const summary = {
  id: text.describe('Permanent name, the last part of every address of the guide.'),
  state: z.enum(['written', 'planned']).describe('planned: the error is known, no page yet.'),
  headline: text.describe('One printed instance of the message.'),
  exception: text.nullable(),
  title: localized,
  phase: z.enum(phases),
  packages: z.array(text),
  published: day.nullable(),
  updated: day.nullable(),
  permalink: address.describe('Never changes; leads to the reader’s language.'),
  page: z.object({ en: address, zh: address }).nullable(),
  markdown: z.object({ en: address, zh: address }).nullable(),
  api: address,
  verification,
};
