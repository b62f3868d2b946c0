import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInstalled, oneLine, unsuitableNpm } from '../../../scripts/lib/install.mjs';

describe('isInstalled', () => {
  const here = { os: [process.platform], cpu: [process.arch], optional: true };
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/ours': { version: '1.0.0', ...here },
      'node_modules/theirs': { version: '1.0.0', optional: true, os: ['plan9'], cpu: ['x64'] },
    },
  };
  const a = { version: '1.0.0' };
  const complete = { 'node_modules/a': a, 'node_modules/ours': { version: '1.0.0' } };
  let modules = '';
  const write = (packages: object) => {
    writeFileSync(join(modules, '.package-lock.json'), JSON.stringify({ packages }));
  };

  beforeEach(() => {
    modules = mkdtempSync(join(tmpdir(), 'modules-'));
  });
  afterEach(() => {
    rmSync(modules, { recursive: true });
  });

  it('accepts what npm finished, without the packages of other platforms', () => {
    write(complete);
    expect(isInstalled(modules, lock)).toBe(true);
  });

  it('refuses an interrupted installation', () => {
    expect(isInstalled(modules, lock)).toBe(false);
    writeFileSync(join(modules, '.package-lock.json'), '{"packages": {');
    expect(isInstalled(modules, lock)).toBe(false);
  });

  it.each([
    ['another version', { ...complete, 'node_modules/a': { version: '0.9.0' } }],
    ['a package of this platform that is missing', { 'node_modules/a': a }],
    ['a package that is no longer wanted', { ...complete, 'node_modules/old': a }],
  ])('refuses %s', (_, packages) => {
    write(packages);
    expect(isInstalled(modules, lock)).toBe(false);
  });
});

describe('unsuitableNpm', () => {
  it('says what to do for another program or an old npm', () => {
    expect(unsuitableNpm({ npm_config_user_agent: 'pnpm/10.1.0 npm/? node/v20.0.0' })).toContain(
      'not pnpm',
    );
    expect(unsuitableNpm({ npm_config_user_agent: 'npm/8.19.0 node/v18.0.0' })).toContain('npm 9');
  });

  it('accepts npm, and no word about who runs it', () => {
    expect(unsuitableNpm({ npm_config_user_agent: 'npm/11.19.1 node/v20.20.2' })).toBeUndefined();
    expect(unsuitableNpm({})).toBeUndefined();
  });
});

describe('oneLine', () => {
  it.each([
    ['npm error code ENOTFOUND\nnpm error network request failed', 'check the network'],
    ['npm error code EUSAGE\nnpm error Missing: a@1.0.0 from lock file', 'lock:complete'],
    ["EROFS: read-only file system, mkdir 'node_modules'", 'make it writable'],
    ['npm error code ENOSPC', 'disk is full'],
    ['npm error code EINTEGRITY', 'npm cache verify'],
    ['npm warn x\nnpm error something new', 'something new'],
    ['', 'no output'],
  ])('%j → %s', (output, words) => {
    const line = oneLine(output);
    expect(line).toContain(words);
    expect(line).not.toContain('\n');
  });
});
