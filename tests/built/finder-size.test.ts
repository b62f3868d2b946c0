import { describe, expect, it } from 'vitest';
import { readDist } from './support/dist.ts';
import { brotliSize, finderFiles } from './support/finder-files.ts';
import type { Pack } from '../../src/lib/finder/index.ts';

/**
 * What must arrive before the first answer to a paste stands on the page (docs/finder.md says what
 * counts). Data grow with the guides: the budget is for 48 of them.
 */
const budget = { exactCode: 8 * 1024, inexactCode: 13 * 1024, data: 25 * 1024, guides: 48 };

describe('the finder’s first answer', () => {
  const files = finderFiles();

  it('fits the budget of its code', () => {
    const [exact, inexact] = [brotliSize(files.exactCode), brotliSize(files.inexactCode)];
    console.log(
      `finder: code ${exact} B for an exact message, ${inexact} B for any other (brotli)`,
    );
    expect.soft(exact, 'bytes for an exact message').toBeLessThanOrEqual(budget.exactCode);
    expect.soft(inexact, 'bytes for any other').toBeLessThanOrEqual(budget.inexactCode);
  });

  it('waits for one file of code', () => {
    expect(files.exactCode).toHaveLength(1);
  });

  it('fits the budget of its data', () => {
    const size = brotliSize(files.data);
    const { slugs } = JSON.parse(readDist(files.data[0]!)) as Pack;
    console.log(`finder: data ${size} B for ${slugs.length} guides (brotli)`);
    const share = Math.max(1, slugs.length / budget.guides);
    expect(size).toBeLessThanOrEqual(budget.data * share);
  });
});
