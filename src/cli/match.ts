/** `match`: which guide answers a text. */
import { compile, type Hit } from '../lib/finder/index.ts';
import type { Locale } from '../lib/locale.ts';
import type { CliData } from './data.ts';
import { findHits, hitsOf } from './find-hits.ts';
import { usage } from './help.ts';
import { InputError } from './input-error.ts';
import { exitCodes, type Io } from './io.ts';
import { parseRow } from './match-row.ts';
import { printGroups } from './match-text.ts';
import { readOptions } from './options.ts';
import { paintFor } from './paint.ts';
import { readWhole } from './read-input.ts';

const flags = {
  json: { type: 'boolean', default: false },
  jsonl: { type: 'boolean', default: false },
  'exit-zero': { type: 'boolean', default: false },
} as const;

/** Runs the command; the exit code says whether a guide is certain, unless `--exit-zero` is given. */
export async function match(args: readonly string[], data: CliData, io: Io): Promise<number> {
  const { values, operand, locale, site } = readOptions(args, flags, usage.match, {
    site: data.site,
    env: io.env,
  });
  if (values.json && values.jsonl) throw new InputError('give --json or --jsonl, not both');
  if (values.jsonl) return answerRows(await readWhole(io, operand), data, locale, io);
  const { hits, index } = await findHits(io, operand, data, locale);
  io.stdout.write(
    values.json
      ? `${JSON.stringify({ hits }, null, 2)}\n`
      : printGroups(hits, index, { locale, paint: paintFor(io), site }),
  );
  return values['exit-zero'] || hits.some(isConfident) ? exitCodes.found : exitCodes.nothing;
}

/** Answers each row; a line that is none is named on stderr, and the others are answered all the same. */
function answerRows(input: string, data: CliData, locale: Locale, io: Io): number {
  const index = compile(data.signatures());
  const answers: string[] = [];
  const mistakes: string[] = [];
  for (const [at, line] of input.split(/\r?\n/).entries()) {
    if (!line.trim()) continue;
    try {
      const { id, text } = parseRow(line);
      answers.push(`${JSON.stringify({ id, hits: hitsOf(text, index, locale) })}\n`);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      mistakes.push(`line ${at + 1}: ${error.message}\n`);
    }
  }
  if (answers.length + mistakes.length === 0)
    throw new InputError('the input is empty: give one JSON object a line');
  io.stdout.write(answers.join(''));
  io.stderr.write(mistakes.join(''));
  return mistakes.length > 0 ? exitCodes.usage : exitCodes.found;
}

function isConfident({ group }: Hit): boolean {
  return group !== 'related';
}
