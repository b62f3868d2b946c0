import { parseArgs, type ParseArgsConfig } from 'node:util';
import { locales, type Locale } from '../lib/locale.ts';
import { InputError } from './input-error.ts';
import type { Io } from './io.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Options that every command has. */
const shared = {
  lang: { type: 'string', default: 'en' },
  site: { type: 'string' },
} as const satisfies Options;

/**
 * A command's arguments by name and at most one operand. The site's address is the option's, the environment's, or
 * the one that the data were made for. Throws an InputError that ends with `usage`.
 */
export function readOptions<T extends Options>(
  args: readonly string[],
  options: T,
  usage: string,
  { site, env }: { site: string | undefined; env: Io['env'] },
) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...shared, ...options },
      allowPositionals: true,
    });
    // The type of a spread of two generic objects loses the names of the first.
    const given = values as Readonly<Record<keyof typeof shared, string | undefined>>;
    if (positionals.length > 1) throw new InputError('give one operand only');
    return {
      values,
      operand: positionals[0],
      locale: readLocale(given.lang),
      site: siteAddress(given.site ?? (env['TRACEBOOK_SITE'] || site)),
    };
  } catch (error) {
    throw new InputError(`${(error as Error).message}\nusage: tracebook ${usage}`);
  }
}

function readLocale(lang: string | undefined): Locale {
  const locale = locales.find((one) => one === lang);
  if (locale) return locale;
  throw new InputError(`--lang must be one of ${locales.join(', ')}, not "${lang ?? ''}"`);
}

/** An address with a trailing slash, or undefined for none. Throws an InputError for what is no address. */
function siteAddress(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InputError(`--site must be an address such as https://example.org/, not "${text}"`);
  }
  const { origin, pathname } = new URL(text);
  return origin + pathname.replace(/\/*$/, '/');
}
