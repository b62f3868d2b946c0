/** The command line: `node src/cli/main.ts <command> [options]`. Answers go to stdout, everything else to stderr. */
import process from 'node:process';
import { match } from './match.ts';

type Command = (args: readonly string[]) => Promise<number>;

const commands: Readonly<Record<string, Command>> = { match };

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;

if (command) {
  process.exitCode = await command(args);
} else {
  const known = Object.keys(commands).join(', ');
  process.stderr.write(
    name ? `unknown command "${name}"; known: ${known}\n` : `name a command: ${known}\n`,
  );
  process.exitCode = 2;
}
