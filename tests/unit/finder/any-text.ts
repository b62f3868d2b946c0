import fc from 'fast-check';

/** Any UTF-16 code units, unpaired surrogates included, biased to what pastes hold. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
      fc.integer({ min: 0, max: 0x24f }),
      fc.integer({ min: 0, max: 0xffff }),
    ),
    { maxLength: 120 },
  )
  .map((units) => String.fromCharCode(...units));
