import { type PlaywrightTestConfig, defineConfig, devices } from '@playwright/test';
import { findChromium, findFirefox } from './scripts/browser.mjs';

const port = 4433;
const executablePath = findChromium();
const firefoxPath = findFirefox();

const chromium = {
  launchOptions: {
    ...(executablePath === undefined ? {} : { executablePath }),
    // Chromium's sandbox does not start for root, as in a container.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  },
};
const desktop = { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } };
const phone = { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } };

/**
 * What a narrow screen or a finger changes; the other specs say the same there, and every project
 * that repeats them is a minute of everybody's test run.
 */
const phoneSpecs = /\/(?:site|site-plain|finder|context|terms|environment|figures)\.spec\.ts$/;

const projects: NonNullable<PlaywrightTestConfig['projects']> = [
  { name: 'chromium', use: { ...desktop, ...chromium } },
  { name: 'phone', testMatch: phoneSpecs, use: { ...phone, ...chromium } },
];
if (firefoxPath !== undefined) {
  projects.push({
    name: 'firefox',
    // These read the tree, the layout or files, which no engine changes.
    testIgnore: /\/(?:site-a11y|site-layout|evidence)\.spec\.ts$/,
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
  workers: 2,
  reporter: [['line'], ['./scripts/reporters/playwright-tally.ts']],
  use: { baseURL: `http://localhost:${port}`, locale: 'en' },
  webServer: {
    command: `node scripts/serve.ts --port ${port}`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
  },
  projects,
});
