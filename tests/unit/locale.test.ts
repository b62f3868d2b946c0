import { describe, expect, it } from 'vitest';
import { preferredLocale } from '../../src/lib/locale.ts';

describe('preferredLocale', () => {
  it.each([
    [['zh-CN', 'en'], 'zh'],
    [['fr', 'en-GB', 'zh'], 'en'],
    [['', 'ZH-hant-TW'], 'zh'],
    [['zhx', 'english'], undefined],
    [[], undefined],
  ])('of %j is %s', (tags, expected) => {
    expect(preferredLocale(tags)).toBe(expected);
  });
});
