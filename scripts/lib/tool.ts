/** Runs the project's command-line tools: always with this Node, never through a shell. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, with a trailing separator. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

interface Manifest {
  readonly bin: string | Readonly<Record<string, string>>;
}

/** The path of the script behind a package's command. */
export function toolPath(packageName: string, command = packageName): string {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const script = typeof bin === 'string' ? bin : bin[command];
  if (script === undefined) throw new Error(`${packageName} has no command ${command}`);
  return join(folder, script);
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Receives the output instead of the terminal. */
  readonly onOutput?: (text: string) => void;
  /** Ends the tool when it is aborted. */
  readonly signal?: AbortSignal;
}

/** Runs a Node script and resolves to its exit code; a signal counts as 1. */
export function runNode(args: readonly string[], options: RunOptions = {}): Promise<number> {
  const { onOutput } = options;
  const spawnOptions: SpawnOptions = {
    cwd: root,
    ...(options.signal ? { signal: options.signal } : {}),
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', ...options.env },
    stdio: ['ignore', onOutput ? 'pipe' : 'inherit', onOutput ? 'pipe' : 'inherit'],
  };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, spawnOptions);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => onOutput?.(text));
    }
    child.on('error', () => {
      resolve(1);
    });
    child.on('close', (code) => {
      resolve(code ?? 1);
    });
  });
}
