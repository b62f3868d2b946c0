import { describe, expect, it } from 'vitest';
import { locales } from '../../src/lib/locale.ts';
import { site } from '../../src/site.ts';
import { pageAt } from './support/dist.ts';
import { guides } from './support/guides.ts';

const hrefs = (html: string) => [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, to]) => to);

describe.each(locales)('the list of messages in %s', (locale) => {
  const { html } = pageAt(`${site.base}${locale}/messages/`)!;
  const sections = [...html.matchAll(/<section[^>]*>(.*?)<\/section>/gs)].map(([, own]) => own!);

  it('names every library at its head, without regard to capitals', () => {
    const [, nav = ''] = /<main.*?<nav aria-label="(?:Libraries|按库跳转)"(.*?)<\/nav>/s.exec(
      html,
    )!;
    const ids = sections.map((own) => /<h2 id="([^"]+)"/.exec(own)![1]!);
    expect(hrefs(nav)).toEqual(ids.map((id) => `#${id}`));
    expect(ids).toEqual(ids.toSorted(new Intl.Collator('en').compare));
  });

  it('leads to a guide once in each library', () => {
    for (const own of sections) expect(new Set(hrefs(own)).size).toBe(hrefs(own).length);
  });

  it('says of a planned guide that it is not written', () => {
    const after = [...html.matchAll(/<a href="[^"]*\/e\/[^"]*"[^>]*>.*?<\/a>\s*<(\w+)/gs)];
    expect(after.length > 0).toBe(guides.some(({ state }) => state === 'planned'));
    expect(after.filter(([, tag]) => tag !== 'small')).toEqual([]);
  });
});
