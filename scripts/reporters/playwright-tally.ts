/**
 * Counts Playwright's tests for `npm test`. A test that passes only on a second try counts as
 * failed.
 */
import type { FullConfig, Reporter, Suite } from '@playwright/test/reporter';
import { writeTally } from '../lib/tally.ts';

export default class PlaywrightTally implements Reporter {
  #tests: Suite | undefined;
  #errors = 0;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#tests = suite;
  }

  /** An error outside of any test: a broken file, a server that did not start. */
  onError(): void {
    this.#errors += 1;
  }

  onEnd(): void {
    const outcomes = (this.#tests?.allTests() ?? []).map((test) => test.outcome());
    const passed = outcomes.filter((outcome) => outcome === 'expected').length;
    const failed = outcomes.filter(
      (outcome) => outcome === 'unexpected' || outcome === 'flaky',
    ).length;
    writeTally({ passed, failed: failed + this.#errors });
  }

  printsToStdio(): boolean {
    return false;
  }
}
