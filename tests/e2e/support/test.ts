/** The test of every e2e file: it fails on anything that a browser complains about. */
import { type BrowserContext, type Page, expect, test as base } from '@playwright/test';

/**
 * A transition between two pages that the browser gives up, as it may (the new page was there
 * first), is told to nobody but the console: github.com/w3c/csswg-drafts/issues/13726.
 */
const givenUpTransition = /ViewTransition|Transition was (?:aborted|skipped)/;

/** What went wrong in the browser during one test. */
export class Complaints {
  readonly #allowed: RegExp[] = [];
  readonly #origins: string[];
  readonly #found: string[] = [];

  constructor(origin: string) {
    this.#origins = [origin];
  }

  /** Lets one test provoke a complaint. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  /** Another server of the test's own. */
  allowOrigin(origin: string): void {
    this.#origins.push(origin);
  }

  get list(): string[] {
    return this.#found.filter((text) => !this.#allowed.some((pattern) => pattern.test(text)));
  }

  async watch(context: BrowserContext): Promise<void> {
    context.on('page', (page) => {
      this.#watchPage(page);
    });
    context.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      const isLocal = /^(?:data|blob|about):$/.test(protocol) || this.#origins.includes(origin);
      if (!isLocal) this.#found.push(`request to another origin: ${request.url()}`);
    });
    context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      // A page that is left takes its unfinished requests with it.
      if (/ERR_ABORTED|NS_BINDING_ABORTED/.test(reason)) return;
      this.#found.push(`failed request: ${request.url()} ${reason}`);
    });
    // Firefox does not log every violation as an error.
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
  }

  #watchPage(page: Page): void {
    page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return;
      this.#found.push(`console ${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => {
      if (givenUpTransition.test(error.message)) return;
      this.#found.push(`uncaught: ${error.message}`);
    });
  }
}

export const test = base.extend<{ complaints: Complaints }>({
  complaints: [
    async ({ context, baseURL }, use) => {
      const complaints = new Complaints(new URL(baseURL ?? '').origin);
      await complaints.watch(context);
      await use(complaints);
      expect(complaints.list, 'the browser complained').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';
