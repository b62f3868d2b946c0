/** The static checks: each one counts as one test of `npm test`. */
import { runNode, toolPath } from './tool.ts';

export interface Check {
  readonly name: string;
  /** Node command lines, run in order until one fails. */
  readonly commands: readonly (readonly string[])[];
}

export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly output: string;
}

const cache = 'node_modules/.cache/tracebook';

export const checks: readonly Check[] = [
  {
    name: 'types',
    // Reads .ts files too, whose imports of .astro files tsc alone cannot resolve.
    commands: [[toolPath('@astrojs/check', 'astro-check'), '--minimumFailingSeverity', 'warning']],
  },
  {
    name: 'eslint',
    commands: [
      [
        toolPath('eslint'),
        ...['--max-warnings', '0', '--cache', '--cache-strategy', 'content'],
        ...['--cache-location', `${cache}/eslint`, '.'],
      ],
    ],
  },
  {
    name: 'stylelint',
    commands: [
      [
        toolPath('stylelint'),
        ...['--max-warnings', '0', '--allow-empty-input', 'src/**/*.{css,astro}'],
      ],
    ],
  },
  {
    name: 'prettier',
    commands: [
      [
        toolPath('prettier'),
        ...['--check', '--log-level', 'warn', '--cache', '--cache-strategy', 'content'],
        ...['--cache-location', `${cache}/prettier`, '.'],
      ],
    ],
  },
  { name: 'content', commands: [['src/authoring/check-content.ts']] },
];

async function runCheck({ name, commands }: Check): Promise<CheckResult> {
  const start = performance.now();
  let output = '';
  let passed = true;
  for (const command of commands) {
    const code = await runNode(command, {
      onOutput: (text) => {
        output += text;
      },
    });
    if (code !== 0) {
      passed = false;
      break;
    }
  }
  return { name, passed, seconds: (performance.now() - start) / 1000, output };
}

/** Runs the checks, two at a time: more do not fit a machine of two cores. */
export async function runChecks(
  list: readonly Check[],
  report: (result: CheckResult) => void,
): Promise<CheckResult[]> {
  const waiting = [...list];
  const results: CheckResult[] = [];
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const result = await runCheck(check);
      report(result);
      results.push(result);
    }
  };
  await Promise.all([work(), work()]);
  return results;
}
