/** `explain`: a guide in the terminal, from the package alone. */
import type { Signature } from '../lib/finder/index.ts';
import type { Locale, Localized } from '../lib/locale.ts';
import { sitePlaceholder, type CliData } from './data.ts';
import { usage } from './help.ts';
import { InputError } from './input-error.ts';
import { exitCodes, type Io } from './io.ts';
import { readOptions } from './options.ts';
import { paintFor, type Paint } from './paint.ts';
import { twinText } from './twin-text.ts';

const flags = { markdown: { type: 'boolean', default: false } } as const;

const PLANNED: Localized = {
  en: 'This error is known; its guide is not written yet. What upstream says:',
  zh: '已收录的报错，指南待写。上游的说法：',
};

/** Runs the command; the exit code says whether there is such a guide. */
export function explain(args: readonly string[], data: CliData, io: Io): number {
  const { values, operand, locale, site } = readOptions(args, flags, usage.explain, {
    site: data.site,
    env: io.env,
  });
  if (operand === undefined)
    throw new InputError(`name a guide\nusage: tracebook ${usage.explain}`);
  const signature = data.signatures().find(({ slug }) => slug === operand);
  const twin = signature && data.twin(operand, locale);
  if (twin !== undefined) {
    const addressed = twin.replaceAll(sitePlaceholder, site ?? '/');
    io.stdout.write(values.markdown ? addressed : twinText(addressed, paintFor(io)));
    return exitCodes.found;
  }
  if (signature) io.stderr.write(planned(signature, locale, paintFor(io)));
  else io.stderr.write(`there is no guide "${operand}"${nearest(operand, data)}\n`);
  return exitCodes.nothing;
}

function planned({ slug, titles, links = [] }: Signature, locale: Locale, paint: Paint): string {
  const rows = [`${paint('bold', slug)}  ${titles[locale]}`, PLANNED[locale]];
  return `${[...rows, ...links.map(({ url }) => `  ${url}`)].join('\n')}\n`;
}

/** Guides that share a word with what was typed. */
function nearest(typed: string, data: CliData): string {
  const words = typed.toLowerCase().split(/[^a-z0-9]+/);
  const close = data
    .signatures()
    .map(({ slug }) => slug)
    .filter((slug) => slug.split('-').some((word) => word.length > 2 && words.includes(word)));
  return close.length > 0 ? `; close to it: ${close.slice(0, 8).join(', ')}` : '';
}
