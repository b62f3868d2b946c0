/** The phases of a run, in the order in which it can die. */
export const phases = ['install', 'load', 'train', 'distributed', 'save-serve'] as const;

export type Phase = (typeof phases)[number];
