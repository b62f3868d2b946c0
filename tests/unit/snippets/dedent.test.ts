import { describe, expect, it } from 'vitest';
import { dedent } from '../../../src/lib/snippets/dedent.ts';

describe('dedent', () => {
  it('removes the margin that all lines share', () => {
    expect(dedent(['    a', '      b', '    c'])).toEqual(['a', '  b', 'c']);
  });

  it('does not let empty lines decide the margin', () => {
    expect(dedent(['  a', '', ' ', '  b'])).toEqual(['a', '', '', 'b']);
  });

  it('does not take a tab for spaces', () => {
    expect(dedent(['\ta', '    b'])).toEqual(['\ta', '    b']);
  });

  it('leaves lines without a margin alone', () => {
    expect(dedent(['a', '  b'])).toEqual(['a', '  b']);
    expect(dedent([])).toEqual([]);
  });
});
