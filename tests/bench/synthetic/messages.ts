/** Error messages that programs could print: frequent phrases around names of their own. */
import type { Random } from '../../eval/perturb.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface SyntheticMessage {
  template: string;
  examples: string[];
}

/** `a` to `d` are names in snake case, `A` and `B` in camel case; holes stand in braces as in a `guide.yaml`. */
const patterns: readonly (readonly [exception: string, template: string])[] = [
  ['RuntimeError', '{A} expected {a} of {b} to be contiguous, but got {found}'],
  ['RuntimeError', 'The size of {a} ({found}) must match the size of {b} ({wanted}) at {c}'],
  ['RuntimeError', '{a}: {b} is not implemented for {c} on this device'],
  ['RuntimeError', 'CUDA error in {a}: {b} failed with status {found}'],
  ['RuntimeError', 'Error(s) in loading state_dict for {A}: size mismatch for {a}.{b}.weight'],
  ['RuntimeError', '{a} received {found} ranks but {b} was initialised with {wanted}'],
  ['ValueError', '{A} does not support `{a}={found}`. Set `{b}` or remove `{c}`.'],
  ['ValueError', 'Unrecognized configuration class {A} for {B}. Use one of {a}, {b}.'],
  ['ValueError', '`{a}` must be divisible by `{b}` (got {found} and {wanted})'],
  ['ValueError', 'You cannot pass both `{a}` and `{b}` to {A}'],
  ['TypeError', "{A}.{a}() got an unexpected keyword argument '{b}'"],
  ['TypeError', '{a}() takes {found} positional arguments but {b} gave {wanted}'],
  ['AttributeError', "'{A}' object has no attribute '{a}'"],
  ['AttributeError', "module '{a}.{b}' has no attribute '{A}'"],
  ['ImportError', "cannot import name '{A}' from '{a}.{b}'"],
  ['ImportError', '{a} requires {b} >= {wanted}, but {c}=={found} is installed'],
  ['KeyError', "'{a}.{b}.{c}.weight'"],
  ['AssertionError', '{a}: {A} must be called before {b}'],
  ['OSError', '{A} does not appear to have a file named {a}_{b}.json'],
  ['UserWarning', '`{a}` is deprecated in {A} and will be ignored; use `{b}` instead'],
];

const values = ['torch.float32', '4096', '128', 'torch.Size([32, 64])', '0.9.1', '2', 'cuda:0'];

/** One message with two printed instances. */
export function syntheticMessage(words: Vocabulary, random: Random): SyntheticMessage {
  const [exception, pattern] = patterns[Math.floor(random() * patterns.length)]!;
  const names: Readonly<Record<string, string>> = {
    ...{ a: words.identifier(), b: words.identifier(), c: words.identifier() },
    ...{ A: words.identifier('camel'), B: words.identifier('camel') },
  };
  const template = pattern.replaceAll(/\{([abcAB])\}/g, (_, name: string) => names[name]!);
  const printed = (): string =>
    template.replaceAll(/\{\w+\}/g, () => values[Math.floor(random() * values.length)]!);
  return {
    template,
    examples: [`${exception}: ${printed()}`, `${exception}: ${printed()}`],
  };
}
