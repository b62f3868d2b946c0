/** The rules of the house, joined: files in, violations out. */
import { checkCeilings } from './ceilings.ts';
import { checkContent } from './content.ts';
import { checkDirections } from './directions.ts';
import { checkPairing } from './pairing.ts';
import type { Source, Violation } from './source.ts';

const CODE = /\.(ts|mjs|js|astro)$/;

export const rules: Readonly<Record<string, (sources: readonly Source[]) => Violation[]>> = {
  'imports go the allowed way': (sources) =>
    sources.filter(({ path }) => CODE.test(path)).flatMap(checkDirections),
  'tag, file, class and component are paired': checkPairing,
  'files stay under their ceilings': (sources) => sources.flatMap(checkCeilings),
  'content imports nothing': (sources) =>
    sources.filter(({ path }) => path.endsWith('.mdx')).flatMap(checkContent),
};

/** One line per violation, as a compiler would say it. */
export function format(violations: readonly Violation[]): string {
  return violations
    .map(({ path, line, rule, message }) => `${path}:${line}  ${rule}: ${message}`)
    .join('\n');
}
