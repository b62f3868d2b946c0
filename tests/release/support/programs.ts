/** Programs of the system that the release tests start and stop, on ports of the tests' own. */
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import type { RunningServer } from '../../../scripts/lib/running-server.ts';

/** A web server with the site, whatever program it is. */
export type Host = RunningServer;

/** Whether a program can be started here; the question must be one that it answers and ends. */
export function isInstalled(program: string, question = '-v'): boolean {
  return spawnSync(program, [question], { stdio: 'ignore' }).error === undefined;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
      });
    });
  });
}

/** Starts a server and resolves when it answers; `folder` is all that it may take for its home. */
export async function started(
  program: string,
  args: readonly string[],
  origin: string,
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Host> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, ...env },
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill();
    await ended;
  };
  for (let attempt = 0; attempt < 50; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`${program} ended: ${complaint}`);
    const answer = await fetch(origin).catch(() => undefined);
    if (answer) return { origin, stop };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await stop();
  throw new Error(`${program} does not answer: ${complaint}`);
}
