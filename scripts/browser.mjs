// Finds the browsers that the end-to-end tests drive. Built-ins only: the set-up uses it on any
// Node from 18 on.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

/** Chromium without its windows: the same engine, and the tests take less than half the time. */
const HEADLESS_COMMANDS = ['chromium-headless-shell'];
const CHROMIUM_COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
];
const CHROMIUM_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
];
const FIREFOX_COMMANDS = ['firefox-esr', 'firefox'];
const FIREFOX_PLACES = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:/Program Files/Mozilla Firefox/firefox.exe',
];

/**
 * @param {string[]} commands
 * @returns {string | undefined}
 */
function onPath(commands) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return commands
    .flatMap((command) => folders.map((folder) => join(folder, command)))
    .find((file) => existsSync(file));
}

/**
 * @returns {string | undefined} the Chromium that the installed Playwright downloaded, if it did
 */
function playwrightChromium() {
  try {
    const { chromium } = createRequire(import.meta.url)('playwright-core');
    const file = chromium.executablePath();
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined; // Playwright is not installed, or knows no build for this system.
  }
}

/**
 * Looks at CHROME_PATH, then for a headless shell, at Playwright's own download, and at the system.
 * @returns {string | undefined} the executable's path
 * @throws {Error} if CHROME_PATH names nothing
 */
export function findChromium() {
  const wanted = process.env['CHROME_PATH'];
  if (wanted) {
    if (existsSync(wanted)) return wanted;
    throw new Error(`CHROME_PATH is ${wanted}, where there is no file: correct or unset it.`);
  }
  return (
    onPath(HEADLESS_COMMANDS) ??
    playwrightChromium() ??
    onPath(CHROMIUM_COMMANDS) ??
    CHROMIUM_PLACES.find((file) => existsSync(file))
  );
}

/**
 * How Playwright starts the Chromium that was found, or its own.
 * @returns {{ executablePath?: string, args: string[] }}
 * @throws {Error} if CHROME_PATH names nothing
 */
export function chromiumOptions() {
  const executablePath = findChromium();
  return {
    ...(executablePath === undefined ? {} : { executablePath }),
    // Chromium's sandbox does not start for root, as in a container.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  };
}

/**
 * Looks at FIREFOX_PATH, then at the system. Firefox is optional: without it its tests are left
 * out.
 * @returns {string | undefined} the executable's path
 */
export function findFirefox() {
  const wanted = process.env['FIREFOX_PATH'];
  if (wanted) return existsSync(wanted) ? wanted : undefined;
  return onPath(FIREFOX_COMMANDS) ?? FIREFOX_PLACES.find((file) => existsSync(file));
}
