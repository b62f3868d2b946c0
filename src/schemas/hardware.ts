import { z } from 'zod';
import { gpuFamilies } from '../lib/context/ids.ts';

/** The shape of `content/hardware.yaml`: what GPU families can do and what CUDA needs, with sources. */

const text = z.string().trim().min(1, 'must not be empty');
const localized = z.strictObject({ en: text, zh: text });
const source = z.strictObject({
  title: text,
  url: z.url({ protocol: /^https$/, error: 'must be a full https:// address' }),
});
const guide = text.nullable();
const support = z.enum(['yes', 'partial', 'no']);
const cudaVersion = z
  .string()
  .regex(/^\d+\.\d+$/, 'write a CUDA version such as "12.8", in quotes');

const feature = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case words joined by hyphens'),
  title: localized,
  /** Packages that are of no use on a family without the feature. */
  packages: z.array(text),
  support: z.strictObject(
    Object.fromEntries(gpuFamilies.map((id) => [id, support])) as Record<
      (typeof gpuFamilies)[number],
      typeof support
    >,
  ),
  note: localized,
  guide,
  source,
});

const mismatch = z.strictObject({ guide, source });

export const hardwareSchema = z.strictObject({
  features: z.array(feature).min(1),
  drivers: z.strictObject({
    source,
    /** CUDA major version → oldest driver branch. */
    minimum: z.record(z.string().regex(/^\d+$/), z.int().positive()),
  }),
  torch_builds: z.array(
    z.strictObject({
      /** PEP 440 range of torch releases. */
      torch: text,
      source,
      /** CUDA version of the build → families. */
      families: z.record(cudaVersion, z.array(z.enum(gpuFamilies)).min(1)),
    }),
  ),
  mismatches: z.strictObject({
    'gpu-not-in-build': mismatch,
    'driver-too-old': mismatch,
    'cpu-build': mismatch,
    'toolkit-differs': mismatch,
    'companion-build': mismatch,
    'extension-build': mismatch,
  }),
});

export type HardwareData = z.infer<typeof hardwareSchema>;
