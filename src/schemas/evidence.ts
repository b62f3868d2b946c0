import { z } from 'zod';
import type { Evidence } from '../lib/evidence/types.ts';

/**
 * The shape of `content/guides/<slug>/evidence.json`. `tools/repro/run.py` writes it, never a hand;
 * hashes, checksum and messages are checked in `src/authoring/`.
 */

const text = z.string().min(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal');
const day = z.iso.date();

const scenario = z
  .strictObject({
    name: z.string().regex(/^(error|fix|check|extra)(-[a-z0-9-]+)?(\/[a-z0-9-]+)?$/),
    regions: z.array(text),
    regionSha256: sha256,
    outcome: z.enum(['passed', 'failed', 'not-run']),
    scope: z.enum(['end-to-end', 'mechanism']),
    reproduces: text.optional(),
    reason: text.optional(),
    message: text.optional(),
    log: z.string().refine((log) => log.split('\n').length <= 200, 'has more than 200 lines'),
    seconds: z.number().nonnegative(),
    peakBytes: z.int().positive().optional(),
    measurements: z
      .array(z.strictObject({ label: text, values: z.record(z.string(), z.number()) }))
      .optional(),
  })
  .refine(({ outcome, reason }) => outcome === 'passed' || reason !== undefined, {
    error: 'say why it failed or was not run',
    path: ['reason'],
  })
  .refine(({ outcome, reproduces, message }) => outcome !== 'passed' || !reproduces || message, {
    error: 'a passed reproduction holds the message that it raised',
    path: ['message'],
  });

const run = z.strictObject({
  id: text,
  date: day,
  device: text,
  environment: z.strictObject({
    python: text,
    driver: text.optional(),
    packages: z.record(z.string(), text),
  }),
  preludeSha256: sha256,
  scenarios: z.array(scenario).min(1),
});

export const evidenceSchema = z.strictObject({
  schema: z.literal(1),
  runs: z.array(run),
  checksum: sha256,
}) satisfies z.ZodType<Evidence>;
