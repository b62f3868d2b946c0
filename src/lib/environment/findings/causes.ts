import type { AffectedCause } from '../data.ts';
import type { Finding, FindingGroup } from '../report.ts';
import { packageName } from '../../finder/versions.ts';
import { isInRange } from '../versions.ts';
import { code, linesOf, type Input, type Judged } from './input.ts';

/** Causes whose affected versions are those of the paste. All packages of a cause must fit. */
export function causeFindings(input: Input): Judged {
  const isNamed = ({ slug, id }: AffectedCause): boolean =>
    input.errors.some((error) => error.slug === slug && error.cause === id);
  // The cause to which other signs point comes first, then those that some versions are free of.
  const causes = input.data.causes.toSorted(
    (a, b) =>
      Number(isNamed(b)) - Number(isNamed(a)) || Number(isBounded(b)) - Number(isBounded(a)),
  );
  const byVersion = causes.flatMap((cause) => judge(cause, input) ?? []);
  const findings = [...byVersion, ...otherErrors(byVersion, input)];
  // What is only possible is said once for each guide.
  const isFirst = ({ guide }: Finding, index: number): boolean =>
    findings.findIndex((other) => other.guide?.slug === guide?.slug) === index;
  return {
    findings: findings.filter(
      (found, index) => found.group !== 'possible' || isFirst(found, index),
    ),
    unknown: [],
  };
}

/** Errors of the paste that no version explains: their guide all the same. */
function otherErrors(found: readonly Finding[], { data, errors, locale, words }: Input): Finding[] {
  return errors.flatMap(({ slug, cause }) => {
    const names = data.guides[slug];
    if (!names || found.some(({ guide }) => guide?.slug === slug)) return [];
    const finding: Finding = {
      ...{ group: 'error', code: 'cause', title: names.headline, detail: words.errorByText },
      ...{ lines: [], packages: [], source: null },
      guide: { slug, cause, text: names.title[locale] },
    };
    return [finding];
  });
}

function judge(
  cause: AffectedCause,
  { environment, data, errors, locale, words }: Input,
): Finding | null {
  const ranges = Object.entries(cause.affected);
  const found = ranges.map(([name]) => environment.packages.get(packageName(name)));
  const fits = ranges.every(([, range], index) => {
    const version = found[index]?.value;
    return version !== undefined && isInRange(version, range) === true;
  });
  if (!fits) return null;
  const packages = ranges.map(([name]) => packageName(name));
  const shown = packages.map((name, index) => code(name, found[index]?.value)).join(words.and);
  const range = ranges
    .map(([name, text]) => (text === '*' ? words.everyVersion(code(name)) : code(name, text)))
    .join(words.and);
  const fixed = Object.entries(cause.fixedIn).map(([name, version]) => code(name, version));
  return {
    group: groupOf(cause, errors),
    code: 'cause',
    title: data.guides[cause.slug]?.headline ?? cause.slug,
    detail:
      words.causeDetail(shown, range) +
      (fixed.length > 0 ? words.fixedIn(fixed.join(words.and)) : ''),
    lines: linesOf(...found),
    packages,
    guide: { slug: cause.slug, cause: cause.id, text: cause.title[locale] },
    source: null,
  };
}

function groupOf(cause: AffectedCause, errors: Input['errors']): FindingGroup {
  if (errors.some(({ slug }) => slug === cause.slug)) return 'error';
  return isBounded(cause) ? 'affected' : 'possible';
}

/** A range without an upper end fits nearly everyone: it says only that the error is possible. */
function isBounded({ affected, fixedIn }: AffectedCause): boolean {
  return (
    Object.keys(fixedIn).length > 0 || Object.values(affected).some((range) => /<|==/.test(range))
  );
}
