import { describe, expect, it } from 'vitest';
import { checkContent } from '../../src/authoring/check-content.ts';
import { checkSlugs } from '../../src/authoring/checks/slugs.ts';
import { problemTable } from '../../src/authoring/problem-table.ts';
import { formatProblem } from '../../src/authoring/problem.ts';
import { brokenCases, withContent } from './broken-content.ts';

const cases = brokenCases();

describe('check:content', () => {
  it('finds nothing in sound content', async () => {
    await withContent([], (contentDir) => {
      expect(checkContent(contentDir).problems.map(formatProblem)).toEqual([]);
    });
  });

  it.each(cases)(
    'reports $name at its line, and nothing else',
    async ({ edits, expect: expected }) => {
      await withContent(edits, (contentDir) => {
        const { problems } = checkContent(contentDir);
        expect(problems.map(({ file, line, code }) => `${file}:${line} ${code}`)).toEqual(expected);
      });
    },
  );

  it('reports folders that differ only in upper and lower case', () => {
    // Not a fixture: some file systems cannot hold both folders.
    const at = () => ({ file: 'content/retired.yaml', line: 1, column: 1 });
    const retired = { entries: [], isUsable: true, at };
    const problems = checkSlugs({ slugs: ['Cuda-OOM', 'cuda-oom'], retired });
    expect(problems.map(({ file, code }) => `${file} ${code}`)).toContain(
      'content/guides/Cuda-OOM slug-duplicate',
    );
  });

  it('has a broken case for every kind of problem', () => {
    const covered = new Set(
      cases.flatMap(({ expect: expected }) => expected.map((text) => text.split(' ')[1])),
    );
    covered.add('slug-duplicate');
    expect(Object.keys(problemTable).filter((code) => !covered.has(code))).toEqual([]);
  });

  it('says each problem on one line, whatever the file says', async () => {
    const edits = [
      { file: 'guides/spindle-limit/evidence.json', write: '\uFEFF{\n"schema": 1\n}\n' },
    ];
    await withContent(edits, (contentDir) => {
      const lines = checkContent(contentDir).problems.map(formatProblem);
      expect(lines.join()).toMatch(
        /^content\/.*evidence\.json:1:1 {2}.*\[json-syntax\] {2}.*run\.py/,
      );
    });
  });

  it('says where, what is wrong and how to repair it', async () => {
    const edits = [{ file: 'guides/port-busy/guide.yaml', find: 'phase:', replace: 'pahse:' }];
    await withContent(edits, (contentDir) => {
      const lines = checkContent(contentDir).problems.map(formatProblem);
      expect(lines).toContain(
        'content/guides/port-busy/guide.yaml:4:1  "pahse" is not a key that is known here [key-unknown]  ' +
          'remove it, or correct its spelling or indentation (see src/schemas)',
      );
    });
  });
});
