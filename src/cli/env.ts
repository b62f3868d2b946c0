/** `env`: what does not fit together in a list of versions, and which known errors these versions have. */
import { checkEnvironment } from '../lib/environment/index.ts';
import { compile } from '../lib/finder/index.ts';
import type { CliData } from './data.ts';
import { environmentText } from './env-text.ts';
import { hitsOf } from './find-hits.ts';
import { usage } from './help.ts';
import { InputError } from './input-error.ts';
import { exitCodes, type Io } from './io.ts';
import { readOptions } from './options.ts';
import { paintFor } from './paint.ts';
import { readWhole } from './read-input.ts';

const flags = { json: { type: 'boolean', default: false } } as const;

/** Lists of versions are short; what is longer is a log, and for `match`. */
const LONGEST = 2_000_000;

/** Runs the command; the exit code says whether everything fits together. */
export async function env(args: readonly string[], data: CliData, io: Io): Promise<number> {
  const { values, operand, locale, site } = readOptions(args, flags, usage.env, {
    site: data.site,
    env: io.env,
  });
  const text = await readWhole(io, operand, LONGEST);
  if (!text.trim()) throw new InputError('the input is empty: pipe pip freeze in');
  const errors = hitsOf(text, compile(data.signatures()), locale)
    .filter(({ group, state }) => group === 'exact' && state === 'written')
    .map(({ slug, cause }) => ({ slug, cause }));
  const report = checkEnvironment(text, await data.environment(), locale, errors);
  if (report.readings.length === 0) {
    io.stderr.write(`${report.summary}\n`);
    return exitCodes.nothing;
  }
  io.stdout.write(
    values.json
      ? `${JSON.stringify(report, null, 2)}\n`
      : environmentText(report, { locale, paint: paintFor(io), site }),
  );
  const isSound = report.findings.every(({ group }) => group !== 'conflict' && group !== 'error');
  return isSound ? exitCodes.found : exitCodes.nothing;
}
