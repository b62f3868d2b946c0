/**
 * Hostile addresses and storage, and everything that a page fetches failing: nothing is thrown, what
 * the reader has stays, and the page says what to do.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { unslothTraceback } from './finder-pastes-table.ts';
import { expect as soon, finderOn, paste, test } from './finder-page.ts';
import { dist, guide } from './support/pages.ts';

/** What fails is often given up after a while, and only then said. */
const expect = soon.configure({ timeout: 15_000 });

/** Every key of the site, in both kinds of storage. */
const keys = ['tb-theme', 'tb-context', 'tb-context-declined', 'tb-language', 'tb-paste'] as const;

/** Values that no version of the site ever wrote. */
const nonsense = [
  '{"broken',
  '\uD800',
  '__proto__',
  '<img src=x onerror=alert(1)>',
  'x'.repeat(1e6),
];

const evil = '"><img src=x onerror=alert(1)><script>alert(1)</script>';

async function expectUnharmed(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('img[src="x"], body script:not([src])')).toHaveCount(0);
}

test.describe('an address', () => {
  for (const [name, query] of [
    ['script in every parameter', `q=${evil}&gpu=${evil}&with=${evil}`],
    ['names of the language', 'gpu=__proto__&with=constructor&q=toString'],
    ['broken UTF-8', 'q=%ff%fe&gpu=%ff&with=%c0%af&%ff=%ff'],
    ['half a character', 'q=%ED%A0%80&gpu=%ED%B0%80'],
    ['broken escapes', 'q=%&gpu=%zz&with=%u0041'],
    ['the same parameter many times', 'gpu=t4&'.repeat(400)],
    ['a long value', `q=${'x'.repeat(7000)}&gpu=${'y'.repeat(3000)}`],
  ] as const) {
    test(`with ${name} changes nothing`, async ({ page }) => {
      for (const path of ['en/find/', `zh/${guide}`]) {
        await page.goto(`/${path}?${query}#${query}`);
        await expectUnharmed(page);
      }
      const html = page.locator('html');
      expect([null, 'turing']).toContain(await html.getAttribute('data-gpu'));
    });
  }

  // Servers refuse such an address; whoever serves it, or a link to an anchor, gets a page that works.
  test('of a megabyte is cut', async ({ page, browserName }) => {
    test.skip(browserName === 'firefox', 'WebDriver BiDi takes no message of this length');
    test.slow();
    const body = readFileSync(join(dist, 'en/find/index.html'), 'utf8');
    await page.route('**/en/find/?*', (route) => route.fulfill({ body, contentType: 'text/html' }));
    await page.goto(`/en/find/?q=${'cuda+'.repeat(200_000)}`);
    await expectUnharmed(page);
    expect((await finderOn(page).field.inputValue()).length).toBeLessThan(200);
  });

  test('with an anchor of a megabyte opens', async ({ page, browserName }) => {
    test.skip(browserName === 'firefox', 'WebDriver BiDi takes no message of this length');
    test.slow();
    await page.goto(`/en/${guide}?gpu=t4#${'x'.repeat(1_000_000)}`);
    await expectUnharmed(page);
    await expect(page.locator('html')).toHaveAttribute('data-gpu', 'turing');
  });

  test('with a broken anchor leads to the page', async ({ page }) => {
    for (const anchor of ['%ff', '%', evil, '__proto__', 'cause-', 'fix-__proto__', '-L999999']) {
      await page.goto(`/e/flash-attn-dtype/#${anchor}`);
      await expect(page).toHaveURL(/\/en\/guides\/flash-attn-dtype\//);
      await expectUnharmed(page);
    }
  });
});

test.describe('storage', () => {
  for (const value of nonsense) {
    test(`that holds ${JSON.stringify(value.slice(0, 30))} is as good as empty`, async ({
      page,
    }) => {
      await page.addInitScript(
        ([names, text]) => {
          for (const area of [localStorage, sessionStorage]) {
            for (const name of names) area.setItem(name, text);
          }
        },
        [keys, value] as const,
      );
      // The permanent link goes on to its guide.
      for (const [path, arrival] of [
        ['zh/', 'zh/'],
        ['e/flash-attn-dtype/', `en/${guide}`],
      ] as const) {
        await page.goto(`/${path}`);
        await expect(page).toHaveURL(`/${arrival}`);
        await expectUnharmed(page);
        await expect(page.locator('html')).not.toHaveAttribute('data-theme');
        await expect(page.locator('html')).not.toHaveAttribute('data-gpu');
      }
    });
  }

  for (const [name, spoil] of [
    [
      'blocked',
      () => {
        for (const area of ['localStorage', 'sessionStorage']) {
          Object.defineProperty(globalThis, area, {
            get: () => {
              throw new DOMException('blocked', 'SecurityError');
            },
          });
        }
      },
    ],
    [
      'full',
      () => {
        Storage.prototype.setItem = () => {
          throw new DOMException('full', 'QuotaExceededError');
        };
      },
    ],
  ] as const) {
    test(`that is ${name} costs memory only`, async ({ page }) => {
      await page.addInitScript(spoil);
      await page.goto(`/en/${guide}`);
      await page.getByRole('button', { name: 'Turing', exact: true }).click();
      await expect(page.locator('html')).toHaveAttribute('data-gpu', 'turing');
      await page.locator('tb-theme-toggle button').click();
      await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
      const finder = finderOn(page, 'cause');
      await paste(page, finder.field, unslothTraceback);
      await expect(finder.field).not.toHaveValue('');
      await expect(finder.status).not.toBeEmpty();
      await page.locator('tb-language-link a').first().click();
      await expect(page).toHaveURL(/\/zh\/.*gpu=turing/);
      await expectUnharmed(page);
    });
  }
});

test.describe('a blocked clipboard', () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined });
    });
  });

  test('leaves the code selected, and the button says so', async ({ page }) => {
    await page.goto(`/en/${guide}`);
    const figure = page.locator('figure.code').first();
    const button = figure.locator('tb-copy-button button');
    await button.click();
    await expect(button).toHaveText(/Ctrl/);
    const selected = await page.evaluate(() => getSelection()?.toString().trim());
    expect(selected).not.toBe('');
  });

  test('leaves a link to the choices in the address bar', async ({ page }) => {
    await page.goto(`/en/${guide}?gpu=turing`);
    await page.locator('tb-context-bar [data-copy-link]').click();
    await expect(page).toHaveURL(/gpu=turing/);
    await expect(page.locator('tb-context-bar [data-copy-link]')).toBeVisible();
  });

  test('leaves the reply to be copied by hand', async ({ page }) => {
    await page.goto(`/en/${guide}`);
    await page.locator('tb-share button').click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.locator('[data-preview]')).toContainText('flash-attn-dtype');
    await dialog.getByRole('button', { name: 'Copy reply' }).click();
    await expect(dialog.getByText(/press Ctrl C/)).toBeVisible();
  });
});

test.describe('what a page fetches', () => {
  for (const [name, fulfil] of [
    ['is cut off', { body: '[{"slug":"flash-attn-d', contentType: 'application/json' }],
    ['is a page of the host', { body: '<!doctype html><p>hotel login', contentType: 'text/html' }],
    ['is of another shape', { body: '[{}]', contentType: 'application/json' }],
    ['is empty', { body: '', contentType: 'application/json' }],
    ['is refused', { status: 503, body: 'no', contentType: 'text/plain' }],
  ] as const) {
    test(`and ${name} is named, and the paste stays`, async ({ page, complaints }) => {
      complaints.allow(/503/);
      await page.route('**/data/signatures*', (route) => route.fulfill(fulfil));
      await page.goto('/en/find/');
      const finder = finderOn(page);
      await paste(page, finder.field, unslothTraceback);
      await expect(finder.box.locator('[data-answer="failed"]')).toBeVisible();
      await expect(finder.box.locator('[data-answer="failed"]')).toContainText(/try again/i);
      await expect(finder.field).toHaveValue(unslothTraceback);
      await page.reload();
      await expect(finder.field).toHaveValue(unslothTraceback);
    });

    test(`of a probe and ${name} leaves the finder's answer`, async ({ page, complaints }) => {
      complaints.allow(/503/);
      await page.route('**/files/**/*.json', (route) => route.fulfill(fulfil));
      await page.goto(`/en/${guide}`);
      const finder = finderOn(page, 'cause');
      await paste(page, finder.field, unslothTraceback);
      await expect(finder.box.locator('[data-answer="cause"]')).toBeVisible();
      await expect(finder.box.locator('[data-answer="failed"]')).toBeHidden();
    });

    test(`of a reply and ${name} is named in the dialog`, async ({ page, complaints }) => {
      complaints.allow(/503/);
      await page.route('**/replies/**', (route) => route.fulfill(fulfil));
      await page.goto(`/en/${guide}`);
      await page.locator('tb-share button').click();
      const dialog = page.getByRole('dialog');
      await expect(dialog.locator('[data-preview]')).toContainText('could not be loaded');
      await expect(dialog.locator('[data-address]')).toContainText('/e/flash-attn-dtype/');
    });
  }

  test('without workers a huge log is answered from its ends', async ({ page }) => {
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, 'Worker', { value: undefined });
    });
    await page.goto('/en/find/');
    const finder = finderOn(page);
    const log = `${'step 1 loss 2.5\n'.repeat(30_000)}${unslothTraceback}`;
    await paste(page, finder.field, log);
    await expect(finder.links.first()).toHaveAttribute('href', /flash-attn-dtype/);
  });
});

test.describe('the network', () => {
  test('that is gone after loading is named where it is needed', async ({
    page,
    context,
    browserName,
    complaints,
  }) => {
    test.skip(browserName === 'firefox', 'Playwright cannot take this Firefox offline');
    complaints.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|dynamically imported/);
    // What loads when the browser is idle must not have come before the network went.
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, 'requestIdleCallback', { value: () => 0 });
    });
    await page.goto(`/en/${guide}`);
    await context.setOffline(true);
    await page.locator('tb-share button').click();
    await expect(page.getByText(/could not be loaded.*open this again/).first()).toBeVisible();
    await page.locator('figure.code tb-copy-button button').first().click();
    await page.locator('a.term').first().hover();
    await page.locator('figure.code var').first().focus();
    await page.getByRole('button', { name: 'Turing', exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('data-gpu', 'turing');
    const finder = finderOn(page, 'cause');
    await paste(page, finder.field, unslothTraceback);
    await expect(finder.box.locator('[data-answer="failed"]')).toBeVisible();
    await expect(finder.field).toHaveValue(unslothTraceback);
    await context.setOffline(false);
  });

  test('that is very slow answers all the same', async ({ page, browserName }) => {
    test.skip(browserName === 'firefox', 'only Chromium can be slowed down');
    await page.goto('/en/find/');
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    const slow = { latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
    await session.send('Network.emulateNetworkConditions', { offline: false, ...slow });
    const finder = finderOn(page);
    await paste(page, finder.field, unslothTraceback);
    await expect(finder.group('exact').locator('[data-link]').first()).toHaveAttribute(
      'href',
      /flash-attn-dtype/,
      { timeout: 20_000 },
    );
  });
});
