/** The command line: which command runs, what help says, and how mistakes end. */
import type { CliData } from './data.ts';
import { env } from './env.ts';
import { explain } from './explain.ts';
import { help } from './help.ts';
import { InputError } from './input-error.ts';
import { exitCodes, type Io } from './io.ts';
import { match } from './match.ts';
import { reply } from './reply.ts';

type Command = (args: readonly string[], data: CliData, io: Io) => Promise<number> | number;

const commands: Readonly<Record<string, Command>> = { match, explain, env, reply, help: helpOn };

/** Runs a command and returns its exit code. Mistakes of the user are printed in a line, without a stack. */
export async function runCli(args: readonly string[], data: CliData, io: Io): Promise<number> {
  const [name = '', ...rest] = args;
  if (['--version', '-v'].includes(name)) return print(io, `${data.version}\n`);
  if (['--help', '-h'].includes(name)) return print(io, help());
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const known = Object.keys(commands).join(', ');
    io.stderr.write(
      name ? `unknown command "${name}"; known: ${known}\n` : `name a command: ${known}\n`,
    );
    return exitCodes.usage;
  }
  const end = rest.indexOf('--');
  const options = end < 0 ? rest : rest.slice(0, end);
  const wantsHelp = command !== helpOn && options.some((arg) => arg === '--help' || arg === '-h');
  try {
    if (wantsHelp) return print(io, help(name));
    return await command(rest, data, io);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    io.stderr.write(`${error.message}\n`);
    return exitCodes.usage;
  }
}

function helpOn([name]: readonly string[], _: CliData, io: Io): number {
  return print(io, help(name?.startsWith('-') ? undefined : name));
}

function print({ stdout }: Io, text: string): number {
  stdout.write(text);
  return 0;
}
