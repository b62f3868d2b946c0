import { valid, validRange } from '@renovatebot/pep440';
import type { GuideSource } from '../guide-source.ts';
import type { YamlPath } from '../located-yaml.ts';
import type { Content } from '../read-content.ts';
import type { Place, Problem } from '../problem.ts';
import { problem } from '../problem.ts';

/** Versions, dates and addresses: values whose form a schema accepts although they mean nothing. */
export function checkValues(guide: GuideSource): Problem[] {
  return [...checkVersions(guide), ...checkChanges(guide), ...checkSources(guide)];
}

/** Days on which guides ended. */
export function checkRetiredDays({ retired }: Content): Problem[] {
  return retired.entries.flatMap(({ since }, index) =>
    checkDay(since, retired.at([index, 'since'])),
  );
}

function checkVersions({ data, at }: GuideSource): Problem[] {
  const problems = data.messages.flatMap(({ emitter }, index) =>
    checkRange(
      emitter.package,
      emitter.versions ?? '*',
      at(['messages', index, 'emitter', 'versions']),
    ),
  );
  if (data.state !== 'written') return problems;
  const ofCauses = data.causes.flatMap(({ affected, fixed_in: fixedIn, fingerprints }, index) => {
    const place = (...path: YamlPath): Place => at(['causes', index, ...path]);
    return [
      ...Object.entries(affected).flatMap(([name, range]) =>
        checkRange(name, range, place('affected', name)),
      ),
      ...Object.entries(fingerprints.versions).flatMap(([name, range]) =>
        checkRange(name, range, place('fingerprints', 'versions', name)),
      ),
      ...Object.entries(fixedIn)
        .filter(([, version]) => valid(version) === null)
        .map(([owner, name]) =>
          problem('version-invalid', place('fixed_in', owner), { owner, name }),
        ),
    ];
  });
  return [...problems, ...ofCauses];
}

function checkRange(owner: string, range: string, place: Place): Problem[] {
  return range === '*' || validRange(range)
    ? []
    : [problem('range-invalid', place, { owner, name: range })];
}

function checkChanges({ data, at }: GuideSource): Problem[] {
  if (data.state !== 'written') return [];
  const dates = data.changes.map(({ date }) => date);
  return dates.flatMap((date, index) => {
    const place = at(['changes', index, 'date']);
    const owner = dates[index - 1];
    const isNewer = owner !== undefined && date > owner;
    return [
      ...checkDay(date, place),
      ...(isNewer ? [problem('order-wrong', place, { name: date, owner })] : []),
    ];
  });
}

function checkDay(day: string, place: Place): Problem[] {
  const date = new Date(`${day}T00:00:00Z`);
  const isReal = !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(day);
  return isReal ? [] : [problem('date-impossible', place, { name: day })];
}

function checkSources({ data, at }: GuideSource): Problem[] {
  return data.sources.flatMap(({ url }, index) =>
    isHomepage(url)
      ? [problem('source-homepage', at(['sources', index, 'url']), { name: url })]
      : [],
  );
}

/** A host alone, or a repository's front page, which changes with every commit. */
function isHomepage(address: string): boolean {
  const { hostname, pathname, search, hash } = new URL(address);
  if (search || hash) return false;
  const depth = pathname.split('/').filter(Boolean).length;
  return depth === 0 || (hostname === 'github.com' && depth <= 2);
}
