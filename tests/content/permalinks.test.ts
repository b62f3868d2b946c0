import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkContent } from '../../src/authoring/check-content.ts';
import { checkPermalinks } from '../../src/authoring/checks/permalinks.ts';
import { appendToLock, currentPermalinks, readLock } from '../../src/authoring/permalinks.ts';
import { formatProblem } from '../../src/authoring/problem.ts';
import { readContent } from '../../src/authoring/read-content.ts';
import { withContent } from './broken-content.ts';
import { lostLines } from './lost-lines.ts';

const release = (contentDir: string): string[] =>
  appendToLock(contentDir, readContent(contentDir).content);
const lockText = (contentDir: string): string =>
  readFileSync(join(contentDir, 'permalinks.lock'), 'utf8');

describe('content/permalinks.lock', () => {
  it('names nothing that has vanished from the site', () => {
    const { content } = readContent('content');
    expect(checkPermalinks(content, readLock('content').links)).toEqual([]);
  });

  it('has every line that it ever had', () => {
    expect(lostLines('.', 'content/permalinks.lock')).toEqual([]);
  });

  it('is compared with every commit and the file as it lies, where there is a history', async () => {
    await withContent([], (contentDir) => {
      const names = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b.c' };
      const committer = { GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b.c' };
      const git = (...args: string[]) =>
        execFileSync('git', args, {
          cwd: contentDir,
          env: { ...process.env, ...names, ...committer },
        });
      const lock = 'permalinks.lock';
      const write = (...lines: string[]) => {
        writeFileSync(join(contentDir, lock), lines.join('\n'));
      };
      write('# Every path', '/en/', '/zh/', '/e/a/', '/e/b/');
      expect(lostLines(contentDir, lock)).toEqual([]);
      git('init', '--quiet');
      expect(lostLines(contentDir, lock)).toEqual([]);
      git('add', lock);
      git('commit', '--quiet', '--message', 'Paths');
      expect(lostLines(contentDir, lock)).toEqual([]);
      write('# All paths', '/zh/', '/en/', '/e/a/', '/e/c/');
      git('commit', '--quiet', '--all', '--message', 'One is gone');
      expect(lostLines(contentDir, lock)).toEqual(['/e/b/']);
      rmSync(join(contentDir, lock));
      expect(lostLines(contentDir, lock).toSorted()).toEqual([
        '/e/a/',
        '/e/b/',
        '/e/c/',
        '/en/',
        '/zh/',
      ]);
    });
  });
});

describe('release', () => {
  it('adds pages, causes, fixes, headings and terms after the lines that are there', async () => {
    await withContent([], (contentDir) => {
      const before = lockText(contentDir);
      const added = release(contentDir);
      expect(lockText(contentDir).startsWith(before)).toBe(true);
      expect(added).toEqual(
        expect.arrayContaining([
          '/{lang}/',
          '/{lang}/glossary/#lora',
          '/{lang}/guides/spindle-limit.md',
          '/api/v1/guides/spindle-limit.json',
          '/{lang}/guides/spindle-limit/#verdict',
          '/{lang}/guides/spindle-limit/#cause-wide-batch',
          '/{lang}/guides/spindle-limit/#fix-upgrade',
          '/{lang}/guides/spindle-limit/#see-limit',
          '/e/spindle-limit/',
          '/e/spindle-limit/#verdict',
          '/e/spindle-limit/#fix-upgrade',
          '/e/spindle-limit/#see-limit',
        ]),
      );
      expect(added).not.toContain('/e/port-busy/');
    });
  });

  it('adds nothing the second time, and the result has no problem', async () => {
    await withContent([], (contentDir) => {
      release(contentDir);
      const once = lockText(contentDir);
      expect(release(contentDir)).toEqual([]);
      expect(lockText(contentDir)).toBe(once);
      expect(checkContent(contentDir).problems).toEqual([]);
    });
  });

  it('starts the file where there is none', async () => {
    await withContent([{ file: 'permalinks.lock', remove: true }], (contentDir) => {
      release(contentDir);
      expect(readLock(contentDir).links.map(({ link }) => link)).toEqual(
        currentPermalinks(readContent(contentDir).content),
      );
    });
  });

  it('gives a planned guide its short address and its data only', async () => {
    await withContent([], (contentDir) => {
      const links = currentPermalinks(readContent(contentDir).content);
      expect(links.filter((link) => link.includes('port-busy'))).toEqual([
        '/e/port-busy/',
        '/api/v1/guides/port-busy.json',
      ]);
    });
  });

  it('wants an anchor back that vanished, and says how to redirect it', async () => {
    const link = '/{lang}/guides/spindle-limit/#cause-too-wide';
    const edit = {
      file: 'guides/spindle-limit/guide.yaml',
      find: 'moved:\n  cause-too-wide: cause-wide-batch\n',
      replace: '',
    };
    await withContent([edit], (contentDir) => {
      appendFileSync(join(contentDir, 'permalinks.lock'), `${link}\n`);
      const [vanished, ...others] = checkContent(contentDir).problems.map(formatProblem);
      expect(others).toEqual([]);
      expect(vanished).toContain(`${link} was published and is gone`);
      expect(vanished).toMatch(/`moved` in guide\.yaml.*retired\.yaml/);
    });
    await withContent([], (contentDir) => {
      appendFileSync(join(contentDir, 'permalinks.lock'), `${link}\n`);
      expect(checkContent(contentDir).problems).toEqual([]);
    });
  });

  it('keeps every address of a retired guide valid', async () => {
    await withContent([], (contentDir) => {
      release(contentDir);
      rmSync(join(contentDir, 'guides/port-busy'), { recursive: true });
      const entry = [
        '- slug: port-busy',
        '  since: "2026-11-10"',
        '  successor: null',
        '  reason: { en: It ended., zh: 已经结束。 }',
      ];
      appendFileSync(join(contentDir, 'retired.yaml'), `${entry.join('\n')}\n`);
      const { content } = readContent(contentDir);
      expect(checkPermalinks(content, readLock(contentDir).links)).toEqual([]);
    });
  });
});
