import { locales, type Locale } from '../src/lib/locale.ts';

/** A mistake in the workflow that its author can put right; printed without a stack. */
export class ActionError extends Error {}

export type Mode = 'comment' | 'label' | 'both';

/** What the workflow asked for (`action.yml` describes each). */
export interface Inputs {
  token: string;
  author: string;
  mode: Mode;
  label: string;
  language: Locale | 'auto';
  minimum: 'exact' | 'likely';
  site: string;
  isDryRun: boolean;
}

type Env = Readonly<Record<string, string | undefined>>;

/** GitHub refuses longer names of labels. */
const LONGEST_LABEL = 50;

/** Reads `INPUT_…` as runners set them. Throws an ActionError for a value that is none. */
export function readInputs(env: Env, builtFor: string | undefined): Inputs {
  const text = (name: string) => env[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';
  const oneOf = <T extends string>(name: string, values: readonly T[]): T => {
    const value = values.find((one) => one === (text(name) || values[0]));
    if (value !== undefined) return value;
    throw new ActionError(`input "${name}" must be one of ${values.join(', ')}`);
  };
  const token = text('token');
  if (!token) throw new ActionError('input "token" is empty');
  const label = text('label') || 'known-error';
  if (label.length > LONGEST_LABEL || /\p{Cc}/u.test(label))
    throw new ActionError(`input "label" must be one line of at most ${LONGEST_LABEL} characters`);
  return {
    ...{ token, label, author: text('author') || 'github-actions[bot]' },
    mode: oneOf('mode', ['comment', 'label', 'both']),
    language: oneOf('language', ['auto', ...locales]),
    minimum: oneOf('minimum', ['likely', 'exact']),
    site: siteAddress(text('site') || builtFor),
    isDryRun: oneOf('dry-run', ['false', 'true']) === 'true',
  };
}

function siteAddress(text: string | undefined): string {
  if (text === undefined || !URL.canParse(text) || new URL(text).protocol !== 'https:')
    throw new ActionError('input "site" must be the address of the site: https://…');
  const { origin, pathname } = new URL(text);
  return origin + pathname.replace(/\/*$/, '/');
}
