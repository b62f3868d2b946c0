/**
 * Counts Vitest's tests for `npm test`. A file that cannot be loaded and a stray error count as
 * failures.
 */
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';
import { writeTally } from '../lib/tally.ts';

export default class VitestTally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      passed += [...module.children.allTests('passed')].length;
      failed += [...module.children.allTests('failed')].length + module.errors().length;
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
    }
    writeTally({ passed, failed });
  }
}
