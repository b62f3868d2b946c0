/** GPU families a guide can speak of, oldest first. The ids are part of published URLs (`?gpu=`). */
export const gpuFamilies = ['volta', 'turing', 'ampere', 'ada', 'hopper', 'blackwell'] as const;

export type GpuFamily = (typeof gpuFamilies)[number];

/** Training stacks a snippet can be written for. The ids are part of published URLs (`?with=`). */
export const trainers = ['unsloth', 'trl', 'transformers', 'pytorch'] as const;

export type Trainer = (typeof trainers)[number];
