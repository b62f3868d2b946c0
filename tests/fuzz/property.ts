/** A claim that holds for every input, with the inputs: run a few times by the tests, many times by `npm run fuzz`. */
import fc from 'fast-check';

export interface Property {
  readonly name: string;
  /** Throws with the seed and the smallest input that breaks the claim. */
  readonly run: (options: { seed: number; runs: number }) => void;
}

/** `holds` throws, by an assertion or by itself, where the claim is broken. */
export function property<Input>(
  name: string,
  inputs: fc.Arbitrary<Input>,
  holds: (input: Input) => void,
): Property {
  return {
    name,
    run: ({ seed, runs }) => {
      fc.assert(
        fc.property(inputs, (input) => {
          holds(input);
        }),
        { seed, numRuns: runs },
      );
    },
  };
}
