import { InputError } from './input-error.ts';

/** One line for each command, as printed after a mistake. */
export const usage = {
  match: 'match [--json | --jsonl] [--exit-zero] [--lang en|zh] [--site URL] [FILE|-]',
  explain: 'explain [--lang en|zh] [--markdown] [--site URL] SLUG',
  env: 'env [--json] [--lang en|zh] [--site URL] [FILE|-]',
  reply: 'reply [--plain] [--guide SLUG] [--lang en|zh] [--site URL] [FILE|-]',
} as const;

const texts: Readonly<Record<keyof typeof usage, string>> = {
  match: `Names the guide that answers an error. Reads a file, or standard input: a message, a traceback, or a log of
any length, of which it keeps its beginning, its end and the telling lines between.

  --json        one object: { "hits": [ … ] }, each with slug, state, group, cause, score, line, reasons
  --jsonl       reads {"id": …, "text": …} a line, answers {"id": …, "hits": [ … ]} a line; exit code 0,
                or 2 after a line that is no such object, which stderr names and which has no answer
  --exit-zero   exit code 0 also where no guide is certain

Exit codes: 0 an exact or likely guide · 1 none · 2 wrong options or input`,
  explain: `Prints a guide, without a network: answer, quick fix, causes, fixes, what does not help, sources.

  --markdown    as Markdown, as the site publishes it

Exit codes: 0 printed · 1 no such guide, or not written yet · 2 wrong options`,
  env: `Checks versions, cards and drivers: pip freeze, pip list, conda list, nvidia-smi, collect_env, requirements.txt …

  --json        the whole report as one object

Exit codes: 0 everything fits together · 1 something does not, or nothing was recognised · 2 wrong options or input`,
  reply: `Writes an answer to an issue that holds an error: cause, fix, check and permanent link. What was pasted is
quoted in a fence only, without tokens, names and addresses.

  --plain       for mail or chat instead of Markdown
  --guide SLUG  the guide to answer with; else the one that is certain, never a wrapper's message

Exit codes: 0 an answer · 1 no guide is certain · 2 wrong options or input`,
};

const shared = `
  --lang en|zh  language of the answer
  --site URL    where links lead; TRACEBOOK_SITE does the same
  -h, --help    this text

Nothing leaves this machine. Colours: on a terminal, unless NO_COLOR is set.
`;

/** Help on one command, or on all. Throws an InputError for a command that there is not. */
export function help(command?: string): string {
  if (command === undefined) {
    const lines = Object.values(usage).map((line) => `  tracebook ${line}`);
    return `Errors of LLM training: paste one, find its cause and a fix that was executed.\n\n${lines.join('\n')}\n  tracebook --version\n${shared}`;
  }
  if (!isCommand(command)) throw new InputError(`unknown command "${command}"`);
  return `usage: tracebook ${usage[command]}\n\n${texts[command]}\n${shared}`;
}

function isCommand(name: string): name is keyof typeof usage {
  return Object.hasOwn(usage, name);
}
