import { type PlaywrightTestConfig, defineConfig, devices } from '@playwright/test';
import { chromiumOptions, findFirefox } from './scripts/browser.mjs';

const port = 4322;
const firefoxPath = findFirefox();

const { args, ...chromiumPlace } = chromiumOptions();
const chromium = {
  // Without the limit every context starts a process for a next page that never comes.
  launchOptions: { ...chromiumPlace, args: [...args, '--renderer-process-limit=1'] },
  // With windows a click is leave enough; a headless shell wants it said.
  permissions: ['clipboard-write'],
};
const desktop = { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } };
const phone = { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } };

/**
 * What a narrow screen or a finger changes; the other specs say the same there, and every project
 * that repeats them is a minute of everybody's test run.
 */
const phoneSpecs =
  /\/(?:site|site-plain|finder|adapt-context|glossary-terms|environment|figures|reply)\.spec\.ts$/;
/**
 * Tests of the tree, of answers and of files, which neither an engine nor a screen changes, and of
 * what Playwright can do in one browser only: Chromium is enough.
 */
const once = /@once/;

const projects: NonNullable<PlaywrightTestConfig['projects']> = [
  { name: 'chromium', use: { ...desktop, ...chromium } },
  { name: 'phone', testMatch: phoneSpecs, grepInvert: once, use: { ...phone, ...chromium } },
];
if (firefoxPath !== undefined) {
  projects.push({
    name: 'firefox',
    // These read the tree, the layout, files or answers, which no engine changes, or need what
    // Playwright cannot do in Firefox: pages without JavaScript, print, the clipboard.
    testIgnore:
      /\/(?:site-(?:a11y|layout|plain|markdown)|evidence|figures|finder-pastes|reply|permalinks|hostile|script-lost|adapt-(?:causes|placeholders))\.spec\.ts$/,
    grepInvert: once,
    use: {
      browserName: 'firefox',
      // A released Firefox, driven over WebDriver BiDi. Playwright 1.65 sends a command that ESR
      // 153 lacks: stay at 1.64.
      channel: 'moz-firefox',
      viewport: { width: 1280, height: 800 },
      launchOptions: { executablePath: firefoxPath },
    },
  });
}

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  retries: 0,
  // Limits, not waits: a busy machine takes several times as long as a quiet one.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // One more than two processors: a test often waits.
  workers: 3,
  reporter: [['line'], ['./scripts/reporters/playwright-tally.ts']],
  use: { baseURL: `http://localhost:${port}`, locale: 'en' },
  webServer: {
    command: `node scripts/serve.ts --port ${port}`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
  },
  projects,
});
