import { defineConfig } from 'vitest/config';

const suite = (name: string) => ({
  extends: true as const,
  test: { name, include: [`tests/${name}/**/*.test.ts`] },
});

/** Suites by folder; `built` and `release` look at dist and so run after a build. */
export default defineConfig({
  test: {
    environment: 'node',
    globalSetup: './tests/temporary-folder.ts',
    // No test leaves anything behind in a module, and all of `built` asks the same parsed pages.
    isolate: false,
    // Some tests read all content or start a program: slow on a busy machine, never hanging.
    testTimeout: 60_000,
    reporters: ['default', './scripts/reporters/vitest-tally.ts'],
    projects: [suite('unit'), suite('content'), suite('built'), suite('release')],
  },
});
