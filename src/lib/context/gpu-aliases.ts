import type { GpuFamily } from './ids.ts';

/**
 * Card names that a reader may know better than the family. Compute capability decides the family:
 * https://developer.nvidia.com/cuda-gpus and https://developer.nvidia.com/cuda-legacy-gpus
 */
const cards: Readonly<Record<GpuFamily, readonly string[]>> = {
  volta: ['v100', 'v100s', 'titanv', 'sm70'],
  turing: [
    ...['t4', 't4g', 't1000', 'titanrtx', 'sm75'],
    ...['rtx2060', 'rtx2070', 'rtx2080', 'rtx2080ti', 'gtx1650', 'gtx1660', 'gtx1660ti'],
    ...['quadrortx4000', 'quadrortx5000', 'quadrortx6000', 'quadrortx8000'],
  ],
  ampere: [
    ...['a100', 'a800', 'a30', 'a10', 'a10g', 'a40', 'a16', 'a2', 'sm80', 'sm86', 'sm87', 'orin'],
    ...['a2000', 'a4000', 'a4500', 'a5000', 'a5500', 'a6000'],
    ...['rtxa2000', 'rtxa4000', 'rtxa5000', 'rtxa6000'],
    ...['rtx3050', 'rtx3060', 'rtx3060ti', 'rtx3070', 'rtx3070ti', 'rtx3080', 'rtx3080ti'],
    ...['rtx3090', 'rtx3090ti'],
  ],
  ada: [
    ...['l4', 'l40', 'l40s', 'l20', 'l2', 'sm89', 'rtx6000ada', 'rtx5000ada', 'rtx4000ada'],
    ...['rtx4060', 'rtx4060ti', 'rtx4070', 'rtx4070ti', 'rtx4080', 'rtx4090', 'rtx4090d'],
  ],
  hopper: ['h100', 'h200', 'h800', 'h20', 'gh200', 'sm90'],
  blackwell: [
    ...['b100', 'b200', 'b300', 'gb200', 'gb300', 'gb10', 'sm100', 'sm103', 'sm120', 'sm121'],
    ...['rtx5060', 'rtx5060ti', 'rtx5070', 'rtx5070ti', 'rtx5080', 'rtx5090', 'rtxpro6000'],
  ],
};

/** Families by card, as `cardKey` writes it. */
export const familyByCard: ReadonlyMap<string, GpuFamily> = new Map(
  Object.entries(cards).flatMap(([family, names]) =>
    names.map((name) => [name, family as GpuFamily] as const),
  ),
);

/** Family of a card name as people write it (`RTX 4090`, `rtx-4090`, `T4`, `sm_90`), if it is a known one. */
export function familyOfCard(name: string): GpuFamily | undefined {
  return familyByCard.get(cardKey(name));
}

/** A name, or a word of one, without its maker and signs; the keys of words joined are the name's. */
export function cardKey(name: string): string {
  return name.toLowerCase().replaceAll(/nvidia|geforce|tesla|[^a-z0-9]/g, '');
}
