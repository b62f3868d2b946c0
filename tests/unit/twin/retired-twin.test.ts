import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { retiredTwin } from '../../../src/lib/twin/retired-twin.ts';

const addressOf = (slug: string) => ({
  page: `https://x.test/zh/guides/${slug}/`,
  permalink: `https://x.test/e/${slug}/`,
  translation: `https://x.test/en/guides/${slug}/`,
  twin: `https://x.test/zh/guides/${slug}.md`,
  api: `https://x.test/api/v1/guides/${slug}.json`,
});
const ended = {
  slug: 'old',
  since: '2026-11-02',
  reason: { en: 'The message has changed.', zh: '报错信息已经改变。' },
};

describe('retiredTwin', () => {
  it('says since when, why, and which file answers now', () => {
    const text = retiredTwin({ ...ended, successor: 'new' }, 'zh', addressOf);
    const [, yaml = '', body = ''] = text.split('---\n');
    expect(parse(yaml)).toEqual({
      ...{ id: 'old', lang: 'zh-CN', state: 'retired', since: '2026-11-02' },
      permalink: 'https://x.test/e/old/',
      successor: 'https://x.test/zh/guides/new.md',
    });
    expect(body.trim()).toBe('报错信息已经改变。');
  });

  it('says so where none does', () => {
    const text = retiredTwin({ ...ended, successor: null }, 'en', addressOf);
    expect(text).toContain('\nsuccessor: null\n');
  });
});
