import { dedent } from '../snippets/dedent.ts';
import { findRegions } from '../snippets/regions.ts';

/**
 * The texts of a `repro.py` that its evidence hashes, by the rules of `tools/repro/regions.py`: both
 * must give the same text, or every stamp turns stale.
 */
export interface HashedTexts {
  /** The code outside all scenarios, without blank lines and lines that are only a comment. */
  prelude: string;
  /**
   * The regions that a scenario proves, or its whole code where it proves none; undefined where the
   * program lacks one of them.
   */
  scenario: (name: string, regions: readonly string[]) => string | undefined;
}

/** Takes a program apart. */
export function hashedTexts(source: string): HashedTexts {
  const { outside, scenarios } = split(source);
  const known = new Map(findRegions(source).regions.map(({ name, code }) => [name, code]));
  return {
    prelude: outside
      .map((line) => line.trimEnd())
      .filter((line) => line !== '' && !line.trimStart().startsWith('#'))
      .join('\n'),
    scenario: (wanted, regions) => {
      if (regions.length === 0) {
        const code = scenarios.find(({ name }) => name === wanted);
        return code && withoutOuterBlankLines(dedent(code.lines));
      }
      const texts = regions.map((name) => known.get(name));
      return texts.includes(undefined) ? undefined : texts.join('\n\n');
    },
  };
}

interface ScenarioLines {
  name: string;
  lines: string[];
}

/**
 * A scenario starts at a line `@scenario("name"`; its body starts at the next `def` in column 0 and
 * ends before the next line with something other than a space in column 0.
 */
function split(source: string): { outside: string[]; scenarios: ScenarioLines[] } {
  const outside: string[] = [];
  const scenarios: ScenarioLines[] = [];
  let state: 'outside' | 'decorator' | 'body' = 'outside';
  let current: ScenarioLines = { name: '', lines: [] };

  for (const line of source.split(/\r?\n/)) {
    if (state === 'body' && /^\S/.test(line)) state = 'outside';
    const opened = /^@scenario\("([^"]+)"|^@scenario\($/.exec(line);
    if (state === 'outside' && opened) {
      state = 'decorator';
      current = { name: opened[1] ?? '', lines: [] };
      scenarios.push(current);
    }
    if (state === 'outside') {
      outside.push(line);
      continue;
    }
    current.lines.push(line);
    if (state === 'decorator') {
      current.name ||= /^\s*"([^"]+)"/.exec(line)?.[1] ?? '';
      if (line.startsWith('def ')) state = 'body';
    }
  }
  return { outside, scenarios };
}

function withoutOuterBlankLines(lines: string[]): string {
  return lines.join('\n').replace(/^\n+|\n+$/g, '');
}
