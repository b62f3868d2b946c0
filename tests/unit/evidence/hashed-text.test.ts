import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonicalRuns } from '../../../src/lib/evidence/canonical.ts';
import { hashedTexts } from '../../../src/lib/evidence/hashed-text.ts';
import { evidenceSchema } from '../../../src/schemas/evidence.ts';

const sha256 = (text: string | undefined): string =>
  createHash('sha256')
    .update(text ?? '')
    .digest('hex');

const source = [
  'import os',
  '',
  '# a comment',
  'LIMIT = 3',
  '',
  '@scenario(',
  '    "fix-a",',
  '    needs=["cuda"],',
  ')',
  'def fix_a():',
  '    # region: fix-a',
  '',
  '    if LIMIT:',
  '        print(1)',
  '    # endregion',
  '    check(1)',
  '',
  '',
  'def helper():',
  '    pass',
  '',
].join('\n');

describe('the text that evidence hashes', () => {
  it('is a region as the page shows it', () => {
    expect(hashedTexts(source).scenario('fix-a', ['fix-a'])).toBe('if LIMIT:\n    print(1)');
    expect(hashedTexts(source).scenario('fix-a', ['gone'])).toBeUndefined();
  });

  it('is the whole scenario where it proves no region', () => {
    const text = hashedTexts(source).scenario('fix-a', []);
    expect(text?.startsWith('@scenario(\n    "fix-a"')).toBe(true);
    expect(text?.endsWith('    check(1)')).toBe(true);
    expect(hashedTexts(source).scenario('gone', [])).toBeUndefined();
  });

  it('is, for the prelude, what scenarios share, whatever its comments say', () => {
    const prelude = 'import os\nLIMIT = 3\ndef helper():\n    pass';
    expect(hashedTexts(source).prelude).toBe(prelude);
    expect(hashedTexts(source.replace('# a comment', '# another')).prelude).toBe(prelude);
    expect(hashedTexts(source.replaceAll('\n', '\r\n')).prelude).toBe(prelude);
  });
});

describe.each(globSync('content/guides/*/evidence.json'))('%s', (path) => {
  const parsed = evidenceSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  const script = join(dirname(path), 'repro.py');
  const code = existsSync(script) ? readFileSync(script, 'utf8') : '';
  const runs = parsed.data?.runs ?? [];

  it('has the shape of evidence, and its checksum holds', () => {
    expect(parsed.error).toBeUndefined();
    expect(sha256(canonicalRuns(runs))).toBe(parsed.data?.checksum);
  });

  it('fits the code of repro.py', () => {
    const texts = hashedTexts(code);
    for (const { preludeSha256, scenarios } of runs) {
      expect(preludeSha256).toBe(sha256(texts.prelude));
      for (const { name, regions, regionSha256 } of scenarios) {
        expect([name, sha256(texts.scenario(name, regions))]).toEqual([name, regionSha256]);
      }
    }
  });
});
