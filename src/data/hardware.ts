import { getEntry } from 'astro:content';
import type { HardwareData } from '#src/schemas/hardware.ts';

/** What GPU families can do and what CUDA needs: the whole of `content/hardware.yaml`. */
export async function hardware(): Promise<HardwareData> {
  const entry = await getEntry('hardware', 'hardware');
  if (!entry) throw new Error('content/hardware.yaml is missing');
  return entry.data;
}
