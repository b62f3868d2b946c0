/** How every command of `npm run` reads its arguments and speaks of mistakes in them. */
import process from 'node:process';
import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/** What a command takes, and what it says of itself. */
export interface Command<Taken extends Options> {
  /** As it is typed: `npm run serve -- [--port N]`. */
  readonly usage: string;
  /** What it does, in a line. */
  readonly does: string;
  readonly options?: Taken;
  /** How many operands it takes at most; none by default. */
  readonly operands?: number;
}

/** Ends the command, which was asked for what it cannot do: a line that says so, and status 2. */
export function refuse(line: string): never {
  console.error(line);
  process.exit(2);
}

/**
 * The options and operands that a command was given. `--help` ends it with a line on what it does; an option that it
 * does not know, one without its value, and an operand too many are refused.
 */
export function readCommand<const Taken extends Options = Options>(
  { usage, does, options, operands = 0 }: Command<Taken>,
  args: readonly string[] = process.argv.slice(2),
) {
  if (args.some((arg) => arg === '--help' || arg === '-h')) {
    console.log(`${does}\nusage: ${usage}`);
    process.exit(0);
  }
  try {
    const given = parseArgs({
      args: [...args],
      options: (options ?? {}) as Taken,
      allowPositionals: true,
    });
    const [tooMany] = given.positionals.slice(operands);
    if (tooMany !== undefined) throw new Error(`Unexpected argument '${tooMany}'`);
    return given;
  } catch (error) {
    // What Node adds in further sentences is how to pass an operand that begins with a dash.
    const [mistake = ''] = (error as Error).message.split(/\.\s/);
    return refuse(`${mistake}\nusage: ${usage}`);
  }
}
