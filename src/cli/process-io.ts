import process from 'node:process';
import { runCli } from './cli.ts';
import type { CliData } from './data.ts';

/** Runs the command line on this process. A reader that stops early, such as `head`, ends it quietly. */
export async function runProcess(data: CliData): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
  }
  const { stdin, stdout, stderr, env } = process;
  process.exitCode = await runCli(process.argv.slice(2), data, { stdin, stdout, stderr, env });
}
