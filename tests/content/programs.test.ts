import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The programs of the guides and the runner behind them. A machine without Python or Bash skips what needs it. */
const has = (command: string) => spawnSync(command, ['--version']).status === 0;
const guides = (file: string) => globSync(`content/guides/*/${file}`).toSorted();

describe.skipIf(!has('python3'))('Python', () => {
  it('every repro.py compiles and keeps the contract', () => {
    const script =
      'import sys; sys.path.insert(0, "tools"); from pathlib import Path; from repro import contract\n' +
      'for path in sys.argv[1:]: compile(Path(path).read_text("utf-8"), path, "exec"); contract.read(Path(path))';
    const { status, stderr } = spawnSync('python3', ['-c', script, ...guides('repro.py')], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('the runner passes its own tests: hanging, crashing, missing packages, merging', () => {
    const { status, stderr } = spawnSync(
      'python3',
      ['-m', 'unittest', 'discover', '-s', 'tools/repro/tests', '-t', 'tools'],
      { encoding: 'utf8' },
    );
    expect(status, stderr).toBe(0);
  }, 120_000);

  it('verify says what to do when a guide does not exist', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/verify.ts', 'no-such-guide'], {
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toContain('No repro.py in content/guides for: no-such-guide');
  });
});

describe.skipIf(!has('bash'))('Bash', () => {
  it.each(guides('commands.sh'))('%s has valid syntax', (path) => {
    const { status, stderr } = spawnSync('bash', ['-n', path], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
