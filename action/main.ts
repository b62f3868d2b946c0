/** The GitHub Action's program: environment and event file in, outputs out. */
import { appendFileSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import type { ActionData } from './answer.ts';
import { ActionError } from './inputs.ts';
import { run } from './run.ts';

const { env } = process;

/** One line for the log, which cannot be taken for a command to the runner. */
function oneLine(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

try {
  const data = readFileSync(new URL('data.json', import.meta.url), 'utf8');
  const payload = readFileSync(env['GITHUB_EVENT_PATH'] ?? '', 'utf8');
  const outputs = await run({
    env,
    payload: JSON.parse(payload) as unknown,
    data: JSON.parse(data) as ActionData,
    clock: {
      now: Date.now,
      sleep: async (milliseconds) => {
        await setTimeout(milliseconds);
      },
    },
    log: (line) => process.stdout.write(`tracebook: ${oneLine(line)}\n`),
  });
  const file = env['GITHUB_OUTPUT'];
  if (file) {
    const lines = Object.entries(outputs).map(([name, value]) => `${name}=${value}\n`);
    appendFileSync(file, lines.join(''));
  }
} catch (error) {
  const message =
    error instanceof ActionError ? error.message : 'the event could not be read or answered';
  process.stdout.write(`::error title=Tracebook::${oneLine(message)}\n`);
  process.exitCode = 1;
}
