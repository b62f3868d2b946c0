import type { Readable, Writable } from 'node:stream';

/** Where a command reads and writes. Answers go to `stdout`, everything else to `stderr`. */
export interface Io {
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable;
  env: Readonly<Record<string, string | undefined>>;
}

/** Exit codes of every command. */
export const exitCodes = {
  /** An exact or likely answer; for `explain` and `reply` what was asked for; for `env` nothing that does not fit. */
  found: 0,
  /** Nothing certain. */
  nothing: 1,
  /** Options or input that cannot be used. */
  usage: 2,
} as const;
