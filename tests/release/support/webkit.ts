/**
 * WebKitGTK on a screen that nobody sees, driven by the few commands of W3C WebDriver that the
 * tests need. No client library: they are seven requests, and Selenium would bring 25 MB and a
 * manager that downloads browsers.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, isInstalled, started } from './programs.ts';

/** What is not here of what WebKitGTK needs; Debian has it in webkit2gtk-driver and xvfb. */
export const missing = ['WebKitWebDriver', 'Xvfb'].filter(
  (program) => !isInstalled(program, '-help'),
);

/** The key under which WebDriver names an element. */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

export interface WebKit {
  /** Resolves when the page and all that it names has loaded. */
  open(address: string): Promise<void>;
  /** Runs a function in the page, which sees nothing but its arguments. */
  run<Result, Args extends readonly unknown[]>(
    script: (...args: Args) => Result,
    ...args: Args
  ): Promise<Result>;
  /** Scrolls the first match into view and clicks it with the pointer. */
  click(selector: string): Promise<void>;
  /** Presses keys in the first match; a modifier holds until the end. */
  press(selector: string, keys: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a virtual screen; it chooses its own number and tells it. */
async function startScreen(): Promise<{ display: string; stop: () => void }> {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    child.stdio[3]?.once('data', (data: Buffer) => resolve(data.toString().trim()));
    child.once('close', () => reject(new Error('Xvfb ended before it had a screen')));
  });
  return { display: `:${number}`, stop: () => void child.kill() };
}

/** Starts the screen, the driver and its browser, MiniBrowser. */
export async function startWebKit(): Promise<WebKit> {
  const screen = await startScreen();
  const port = await freePort();
  const driver = await started(
    'WebKitWebDriver',
    [`--port=${port}`],
    `http://127.0.0.1:${port}`,
    mkdtempSync(join(tmpdir(), 'tracebook-webkit-')),
    // Else a desktop's own screen would be preferred.
    { DISPLAY: screen.display, GDK_BACKEND: 'x11' },
  );
  const stop = async () => {
    await driver.stop();
    screen.stop();
  };

  const command = async (method: 'POST' | 'DELETE', path: string, body?: object) => {
    const answer = await fetch(`${driver.origin}/session${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (!answer.ok) throw new Error(`WebDriver, ${path}: ${JSON.stringify(value)}`);
    return value;
  };

  let session: string;
  try {
    const value = await command('POST', '', { capabilities: {} });
    session = `/${(value as { sessionId: string }).sessionId}`;
  } catch (error) {
    await stop();
    throw error;
  }
  const element = async (selector: string) => {
    const query = { using: 'css selector', value: selector };
    const value = await command('POST', `${session}/element`, query);
    return `${session}/element/${(value as Record<string, string>)[elementKey]}`;
  };

  return {
    open: async (url) => {
      await command('POST', `${session}/url`, { url });
    },
    run: async <Result, Args extends readonly unknown[]>(
      script: (...args: Args) => Result,
      ...args: Args
    ) => {
      const body = `return (${script.toString()})(...arguments)`;
      return (await command('POST', `${session}/execute/sync`, { script: body, args })) as Result;
    },
    click: async (selector) => {
      await command('POST', `${await element(selector)}/click`, {});
    },
    press: async (selector, keys) => {
      await command('POST', `${await element(selector)}/value`, { text: keys });
    },
    stop: async () => {
      await command('DELETE', session);
      await stop();
    },
  };
}
