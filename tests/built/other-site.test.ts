import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/lib/locale.ts';
import { site } from '../../src/site.ts';
import { pages } from './support/dist.ts';
import { type OtherSite, buildOtherSite, repository } from './support/other-site.ts';

let other: OtherSite;
beforeAll(async () => {
  other = await buildOtherSite();
}, 240_000);
afterAll(() => {
  other.remove();
});

const page = (path: string) => readFileSync(join(other.dist, path, 'index.html'), 'utf8');

describe('a guide that ended', () => {
  it('says so at its permanent link in both languages, with reason and successor', () => {
    const html = page('e/spindle-full');
    for (const text of ['This guide has ended', '这篇指南已经停止维护', '2026-11-02']) {
      expect(html).toContain(text);
    }
    expect(html).toContain('The message has changed.');
    expect(html).toContain('报错信息已经改变。');
    for (const locale of locales) {
      expect(html).toContain(`href="${site.base}${locale}/guides/spindle-limit/"`);
    }
    expect(html).toContain('noindex');
    // Nobody is sent on: the reader learns why first.
    expect(html).not.toContain('<tb-forward');
  });

  it.each(locales)('answers at its old address: %s', (locale) => {
    const html = page(`${locale}/guides/spindle-full`);
    expect(html).toContain(`href="${site.base}${locale}/guides/spindle-limit/"`);
    expect(html).toContain('noindex');
  });
});

describe('an anchor that moved', () => {
  it('still stands on the guide and at its permanent link', () => {
    for (const path of ['e/spindle-limit', 'en/guides/spindle-limit', 'zh/guides/spindle-limit']) {
      expect(page(path)).toContain('id="cause-too-wide"');
    }
  });
});

describe('the other states', () => {
  it('stay what they are', () => {
    expect(page('e/spindle-limit')).toContain('<tb-forward');
    expect(page('e/port-busy')).not.toContain('<tb-forward');
    expect(page('e/port-busy')).toContain('guide not written yet');
  });
});

describe('reports', () => {
  it.each(locales)('show on a guide what the issue would hold: %s', (locale) => {
    const html = page(`${locale}/guides/spindle-limit`);
    const address = new RegExp(`href="(${repository}/issues/new[^"]+)"`).exec(html)?.[1] ?? '';
    const issue = new URL(address.replaceAll('&#38;', '&').replaceAll('&amp;', '&'));
    const body = issue.searchParams.get('body') ?? '';
    expect(issue.searchParams.get('title')).toContain('spindle-limit');
    expect(body).toContain(`${site.origin}${site.base}e/spindle-limit/`);
    expect(html).toContain(body.trim());
    expect(html).toContain(`${repository}/edit/main/content/guides/spindle-limit/${locale}.mdx`);
  });

  it.each(locales)('are offered by the finder: %s', (locale) => {
    expect(page(`${locale}/find`)).toContain(`data-repository="${repository}"`);
  });

  it.skipIf(site.repository !== '')('are absent where the site names no repository', () => {
    const offering = pages.filter(({ html }) => html.includes('data-report'));
    expect(offering.map(({ path }) => path)).toEqual([]);
  });
});
