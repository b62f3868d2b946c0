import { z } from 'zod';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'use a date such as "2026-11-24"');

/**
 * Shape of `content/packages/<name>.json`: what a library's own metadata says of its releases. Written by
 * `npm run packages:refresh`, never by hand.
 */
export const packageSchema = z.strictObject({
  name: z.string().min(1),
  /** Where the metadata was read. */
  source: z.url({ protocol: /^https$/ }),
  /** Day of the reading. */
  refreshed: day,
  /** Final releases that were not withdrawn, oldest first. */
  releases: z.array(z.strictObject({ version: z.string().min(1), date: day })).min(1),
  /** What recent releases ask for (PEP 508), as `src/lib/environment/metadata.ts` packs it. */
  requirements: z.strictObject({
    lines: z.array(z.string()),
    groups: z.array(
      z.strictObject({
        releases: z.array(z.string()).min(1),
        python: z.string(),
        packages: z.array(z.int().nonnegative()),
      }),
    ),
  }),
});

export type PackageData = z.infer<typeof packageSchema>;
