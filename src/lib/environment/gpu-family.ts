import type { GpuFamily } from '../context/ids.ts';
import { namedGpus } from '../finder/gpus.ts';

/** Family of a card as a driver names it (`NVIDIA A100-SXM4-80GB`), where exactly one fits. */
export function familyOfGpu(name: string): GpuFamily | undefined {
  const families = [...namedGpus(name).keys()];
  return families.length === 1 ? families[0] : undefined;
}
