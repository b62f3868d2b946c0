import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withContent } from './broken-content.ts';

const authoring = join(import.meta.dirname, '../../src/authoring');
const broken = [
  { file: 'guides/port-busy/guide.yaml', find: 'phase: distributed', replace: 'phase: nowhere' },
];

function run(script: string, contentDir: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(authoring, script), contentDir],
    {
      encoding: 'utf8',
    },
  );
  return { status, output: stdout + stderr };
}

describe('npm run check:content', () => {
  it('says in one line that all is well', async () => {
    await withContent([], (contentDir) => {
      const { status, output } = run('check-content.ts', contentDir);
      expect(output).toBe('content: 2 guides, 2 articles, no problems\n');
      expect(status).toBe(0);
    });
  });

  it('fails where there is a problem and names its place', async () => {
    await withContent(broken, (contentDir) => {
      const { status, output } = run('check-content.ts', contentDir);
      expect(output).toContain('content/guides/port-busy/guide.yaml:4:8  "phase" has a value');
      expect(status).toBe(1);
    });
  });
});

describe('npm run release', () => {
  it('writes the lock', async () => {
    await withContent([{ file: 'permalinks.lock', remove: true }], (contentDir) => {
      const { status, output } = run('release.ts', contentDir);
      expect(output).toMatch(/permalinks: \d+ added/);
      expect(status).toBe(0);
      expect(readFileSync(join(contentDir, 'permalinks.lock'), 'utf8')).toContain(
        '\n/e/port-busy/\n',
      );
    });
  });

  it('writes nothing while the content has a problem', async () => {
    await withContent([...broken, { file: 'permalinks.lock', remove: true }], (contentDir) => {
      expect(run('release.ts', contentDir).status).toBe(1);
      expect(existsSync(join(contentDir, 'permalinks.lock'))).toBe(false);
    });
  });
});
