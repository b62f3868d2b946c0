import { describe, expect, it } from 'vitest';
import { findRegions } from '../../../src/lib/snippets/regions.ts';

const source = (...lines: string[]): string => `${lines.join('\n')}\n`;

describe('findRegions', () => {
  it('gives the lines between the markers and the line on which they start', () => {
    const { regions, problems } = findRegions(
      source(
        'import torch',
        '# region: fix-a',
        'x = 1',
        '',
        'y = 2',
        '# endregion',
        '# region: check',
        'z = 3',
        '# endregion',
      ),
    );
    expect(problems).toEqual([]);
    expect(regions).toEqual([
      { name: 'fix-a', code: 'x = 1\n\ny = 2', startLine: 3 },
      { name: 'check', code: 'z = 3', startLine: 8 },
    ]);
  });

  it('removes the indentation that all lines share, and keeps the rest', () => {
    const { regions } = findRegions(
      source(
        'def f():',
        '    # region: fix-a/trl',
        '    if x:',
        '',
        '        y = 1',
        '    # endregion',
      ),
    );
    expect(regions[0]?.code).toBe('if x:\n\n    y = 1');
  });

  it('leaves out empty lines beside the markers and counts them', () => {
    const { regions } = findRegions(source('# region: a', '', 'x = 1', '   ', '# endregion'));
    expect(regions).toEqual([{ name: 'a', code: 'x = 1', startLine: 3 }]);
  });

  it('reads files with Windows line ends', () => {
    const { regions, problems } = findRegions('# region: a\r\nx = 1\r\ny = 2\r\n# endregion\r\n');
    expect(problems).toEqual([]);
    expect(regions[0]?.code).toBe('x = 1\ny = 2');
  });

  it('takes a marker only where it is the whole comment', () => {
    const { regions } = findRegions(source('# region: a', 'x = "# region: b"', '# endregion'));
    expect(regions.map(({ code }) => code)).toEqual(['x = "# region: b"']);
  });

  it('reports a region inside another one', () => {
    const { problems } = findRegions(
      source(
        '# region: outer',
        'x = 1',
        '# region: inner',
        'y = 2',
        '# endregion',
        'z = 3',
        '# endregion',
      ),
    );
    expect(problems).toEqual([{ fault: 'nested', name: 'inner', line: 3 }]);
  });

  it('reports a missing end once, and reads the regions after it', () => {
    const { regions, problems } = findRegions(
      source('# region: a', 'x = 1', '# region: b', 'y = 2', '# endregion', '# region: c', 'z = 3'),
    );
    expect(problems).toEqual([
      { fault: 'unclosed', name: 'a', line: 1 },
      { fault: 'unclosed', name: 'c', line: 6 },
    ]);
    expect(regions).toEqual([{ name: 'b', code: 'y = 2', startLine: 4 }]);
  });

  it.each([
    ['unclosed', source('x = 1', '# region: a', 'y = 2'), { name: 'a', line: 2 }],
    ['unopened', source('x = 1', '# endregion'), { name: '', line: 2 }],
    ['empty', source('# region: a', '', '# endregion'), { name: 'a', line: 1 }],
    ['badly-named', source('# region: Fix A', 'x = 1', '# endregion'), { name: 'Fix A', line: 1 }],
    [
      'duplicate',
      source('# region: a', 'x = 1', '# endregion', '# region: a', 'x = 2', '# endregion'),
      { name: 'a', line: 4 },
    ],
  ])('reports a region that is %s', (fault, text, at) => {
    expect(findRegions(text).problems).toEqual([{ fault, ...at }]);
  });
});
