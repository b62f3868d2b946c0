import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { format, rules } from './architecture/rules.ts';
import type { Source } from './architecture/source.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const patterns = [
  '*.{js,ts,mjs}',
  '{src,scripts,tests,action}/**/*.{ts,mjs,js,astro,css}',
  'content/**/*.mdx',
];
const sources: Source[] = globSync(patterns, { cwd: root, exclude: ['tests/fixtures/**'] })
  .map((path) => path.replaceAll('\\', '/'))
  .sort()
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

describe('architecture', () => {
  it('sees the repository', () => {
    expect(sources.length).toBeGreaterThan(50);
  });

  for (const [name, rule] of Object.entries(rules)) {
    it(name, () => {
      expect(format(rule(sources))).toBe('');
    });
  }
});
