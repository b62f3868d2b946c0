import { describe, expect, it } from 'vitest';
import { dropDirectiveWarnings } from '../../../scripts/lib/directive-warnings.ts';

const warning = [
  '14:52:25 [WARN] [vite] \u001b[33m[MODULE_LEVEL_DIRECTIVE] \u001b[0mThe semantics of the module level ' +
    'directive "use astro:head-inject" in "a.mdx?astroPropagatedAssets" may not be preserved',
  '   \u001b[38;5;246m╭\u001b[0m\u001b[38;5;246m─[ a.mdx?astroPropagatedAssets:2:6 ]\u001b[0m',
  '   \u001b[38;5;246m│\u001b[0m',
  ' \u001b[38;5;246m2 │\u001b[0m "use astro:head-inject";',
  '\u001b[38;5;246m───╯\u001b[0m',
];

const shown = (lines: readonly string[]) => lines.filter(dropDirectiveWarnings());

describe('dropDirectiveWarnings', () => {
  it('drops the whole warning and the empty line after it', () => {
    expect(shown(['before', ...warning, '', ...warning, '', 'after'])).toEqual(['before', 'after']);
  });

  it('shows the next message even where the empty line is missing', () => {
    expect(shown([...warning, '14:52:25 [vite] built'])).toEqual(['14:52:25 [vite] built']);
  });

  it('shows every other warning', () => {
    const others = [
      '14:52:25 [WARN] [vite] [MODULE_LEVEL_DIRECTIVE] the module level directive "use client"',
      '   detail',
      '',
    ];
    expect(shown(others)).toEqual(others);
  });
});
