/** Display names of GPU families: names of their maker, the same in every language. */
export const familyNames = {
  volta: 'Volta',
  turing: 'Turing',
  ampere: 'Ampere',
  ada: 'Ada',
  hopper: 'Hopper',
  blackwell: 'Blackwell',
} as const;

/** Display names of training stacks. */
export const trainerNames = {
  unsloth: 'Unsloth',
  trl: 'TRL',
  transformers: 'Transformers',
  pytorch: 'PyTorch',
} as const;
