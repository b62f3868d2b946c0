/**
 * `npm run check`: types, lint, style lint, format and content. Runs all, says all, fails if any
 * failed.
 */
import { readCommand } from '../src/authoring/command.ts';
import { type CheckResult, checks, runChecks } from './lib/checks.ts';
import { writeTally } from './lib/tally.ts';
import { runNode, toolPath } from './lib/tool.ts';

readCommand({
  usage: 'npm run check',
  does: 'Checks types, lint, style lint, format and content.',
});

function report({ name, passed, seconds, output }: CheckResult): void {
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`);
  if (!passed) console.log(output.trimEnd().replace(/^/gm, '    '));
}

// Writes the types of the content, which ESLint and tsc need. Where it fails, `types` says so.
await runNode([toolPath('astro'), 'sync'], { onOutput: () => undefined });

const results = await runChecks(checks, report);
const failed = results.filter(({ passed }) => !passed).length;
writeTally({ passed: results.length - failed, failed });
process.exitCode = failed > 0 ? 1 : 0;
