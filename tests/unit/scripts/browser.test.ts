import { afterEach, describe, expect, it, vi } from 'vitest';
import { findChromium, findFirefox } from '../../../scripts/browser.mjs';

describe('browsers', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('are taken from where the environment says', () => {
    vi.stubEnv('CHROME_PATH', process.execPath);
    vi.stubEnv('FIREFOX_PATH', process.execPath);
    expect(findChromium()).toBe(process.execPath);
    expect(findFirefox()).toBe(process.execPath);
  });

  it('are refused in one clear line where there is none', () => {
    vi.stubEnv('CHROME_PATH', '/nowhere/chrome');
    expect(() => findChromium()).toThrow(/^CHROME_PATH is \/nowhere\/chrome/);
  });

  it('do without Firefox', () => {
    vi.stubEnv('FIREFOX_PATH', '/nowhere/firefox');
    expect(findFirefox()).toBeUndefined();
  });
});
