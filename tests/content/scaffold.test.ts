import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkContent } from '../../src/authoring/check-content.ts';
import type { Problem } from '../../src/authoring/problem.ts';
import { scaffoldGuide } from '../../src/authoring/scaffold.ts';
import { withContent } from './broken-content.ts';

const whole = { isPlanned: false, date: '2026-11-24' };
const planned = { ...whole, isPlanned: true };

/** Every file of the content with its text: what must not change. */
function snapshotOf(contentDir: string): Map<string, string> {
  const files = readdirSync(contentDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((path) => [path, readFileSync(path, 'utf8')]));
}

/** Problems beside the remark that nothing was executed yet. */
function problemsOf(contentDir: string): Problem[] {
  return checkContent(contentDir).problems.filter(({ code }) => code !== 'evidence-missing');
}

function codesOf(contentDir: string): string[] {
  return [...new Set(problemsOf(contentDir).map(({ code }) => code))];
}

describe('npm run new', () => {
  it('begins a guide in which only TODOs are wrong, some in every file', async () => {
    await withContent([], (contentDir) => {
      const result = scaffoldGuide(contentDir, 'gear-slips', whole);
      expect(result).toHaveProperty('written.length', 5);
      const problems = problemsOf(contentDir);
      expect(codesOf(contentDir)).toEqual(['todo-left']);
      const files = new Set(problems.map(({ file }) => file.split('/').at(-1)));
      expect([...files].toSorted()).toEqual([
        ...['commands.sh', 'en.mdx', 'guide.yaml', 'repro.py', 'zh.mdx'],
      ]);
      const first = problems.find(({ file }) => file.endsWith('en.mdx'));
      expect(first).toMatchObject({ file: 'content/guides/gear-slips/en.mdx', line: 2, column: 9 });
    });
  });

  it('says each TODO of both articles in the language of the article', async () => {
    await withContent([], (contentDir) => {
      scaffoldGuide(contentDir, 'gear-slips', whole);
      const { problems } = checkContent(contentDir);
      const countIn = (name: string) => problems.filter(({ file }) => file.endsWith(name)).length;
      expect(countIn('zh.mdx')).toBe(countIn('en.mdx'));
      const inChinese = problems.filter(({ file }) => file.endsWith('zh.mdx'));
      expect(inChinese.filter(({ message }) => !/\p{Script=Han}/u.test(message))).toEqual([]);
    });
  });

  it('completes a planned guide and keeps what it says', async () => {
    await withContent([], (contentDir) => {
      const path = join(contentDir, 'guides/port-busy/guide.yaml');
      const before = readFileSync(path, 'utf8');
      expect(scaffoldGuide(contentDir, 'port-busy', whole)).toHaveProperty('written');
      expect(readFileSync(path, 'utf8')).toContain(
        before.replace('state: planned', 'state: written'),
      );
      expect(codesOf(contentDir)).toEqual(['todo-left']);
    });
  });

  it('writes a planned guide as one file', async () => {
    await withContent([], (contentDir) => {
      const path = join(contentDir, 'guides/gear-slips/guide.yaml');
      expect(scaffoldGuide(contentDir, 'gear-slips', planned)).toEqual({ written: [path] });
      expect(codesOf(contentDir)).toEqual(['todo-left']);
    });
  });

  it.each([
    ['Gear-Slips', /lower-case/],
    ['../gear', /lower-case/],
    ['a', /3 to 60 characters/],
    ['x'.repeat(300), /3 to 60 characters/],
    ['con', /reserved/],
    ['spindle-limit', /exists/],
    ['spindle-full', /retired on 2026-11-02.*spindle-limit/],
  ])('refuses %s, says why and touches nothing', async (slug, reason) => {
    await withContent([], (contentDir) => {
      const before = snapshotOf(contentDir);
      const result = scaffoldGuide(contentDir, slug, whole);
      expect('refusal' in result ? result.refusal : '').toMatch(reason);
      expect(snapshotOf(contentDir)).toEqual(before);
    });
  });

  it('does not plan what is planned already', async () => {
    await withContent([], (contentDir) => {
      expect(scaffoldGuide(contentDir, 'port-busy', planned)).toHaveProperty('refusal');
    });
  });

  it.each([[[]], [['one', 'two']], [['gear-slips', '--plannd']], [['con']]])(
    'ends %j with at most two lines on stderr and status 2',
    (args) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['src/authoring/new-guide.ts', ...args],
        { encoding: 'utf8' },
      );
      expect(status).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^.+\n(?:usage: .+\n)?$/);
    },
  );

  it.skipIf(spawnSync('python3', ['--version']).status !== 0)(
    'writes a program that keeps the contract of reproductions',
    async () => {
      await withContent([], (contentDir) => {
        scaffoldGuide(contentDir, 'gear-slips', whole);
        const script =
          'import sys; sys.path.insert(0, "tools"); from pathlib import Path; from repro import contract\n' +
          'print(*(one.name for one in contract.read(Path(sys.argv[1])).scenarios))';
        const program = join(contentDir, 'guides/gear-slips/repro.py');
        const { stdout, stderr } = spawnSync('python3', ['-c', script, program], {
          encoding: 'utf8',
        });
        expect(stderr).toBe('');
        expect(stdout.trim()).toBe('error fix-first-fix fix-second-fix');
      });
    },
  );
});
