/** `match`: which guide answers the text on stdin. Reads `content/` directly; needs no build. */
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { satisfies } from '@renovatebot/pep440';
import { loadSignatures } from '../authoring/signatures.ts';
import { compile, find, type CompiledIndex, type Hit } from '../lib/finder/index.ts';
import { locales, type Locale } from '../lib/locale.ts';
import { parseRow } from './match-row.ts';
import { printGroups } from './match-text.ts';
import { InputError } from './input-error.ts';

const contentDir = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'content');
const usage = 'usage: match [--json | --jsonl] [--lang en|zh] < text';

interface Options {
  json: boolean;
  jsonl: boolean;
  locale: Locale;
}

function readOptions(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean', default: false },
        jsonl: { type: 'boolean', default: false },
        lang: { type: 'string', default: 'en' },
      },
    });
    const locale = locales.find((one) => one === values.lang);
    if (!locale)
      throw new InputError(`--lang must be one of ${locales.join(', ')}, not "${values.lang}"`);
    if (values.json && values.jsonl) throw new InputError('give --json or --jsonl, not both');
    return { json: values.json, jsonl: values.jsonl, locale };
  } catch (error) {
    throw error instanceof InputError
      ? error
      : new InputError(`${(error as Error).message}\n${usage}`);
  }
}

async function readInput(): Promise<string> {
  if (process.stdin.isTTY) throw new InputError(`nothing to read: pipe the error in\n${usage}`);
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function answer(text: string, index: CompiledIndex, locale: Locale): Hit[] {
  return find(text, index, { locale, satisfies });
}

/** Runs the command and returns its exit code: 0, or 2 where options or input are wrong. */
export async function match(args: readonly string[]): Promise<number> {
  try {
    const options = readOptions(args);
    const input = await readInput();
    if (!input.trim()) throw new InputError('the input is empty: paste an error, or pipe a log in');
    const rows = options.jsonl ? input.split(/\r?\n/).flatMap(parseRow) : [];
    const index = compile(loadSignatures(contentDir));
    if (options.jsonl) {
      const lines = rows.map(({ id, text }) =>
        JSON.stringify({ id, hits: answer(text, index, options.locale) }),
      );
      process.stdout.write(`${lines.join('\n')}\n`);
      return 0;
    }
    const hits = answer(input, index, options.locale);
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ hits }, null, 2)}\n`
        : printGroups(hits, index, options.locale),
    );
    return 0;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}
