import { publishedOn, updatedOn } from '../dates.ts';
import { verificationOf } from '../evidence/verification.ts';
import type { GuideAddresses, TwinGuide } from './types.ts';

/** What a program wants to know of a guide before it reads it, as YAML front matter. */
export function frontMatter(guide: TwinGuide, addresses: GuideAddresses): string {
  const { data, locale } = guide;
  const lines = [
    ...entry('id', guide.slug),
    ...entry('lang', locale === 'zh' ? 'zh-CN' : locale),
    ...(guide.exception ? entry('exception', guide.exception) : []),
    ...entry('headline', guide.headline),
    ...entry('title', guide.title),
    ...entry('description', guide.description),
    ...entry('url', addresses.page),
    ...entry('permalink', addresses.permalink),
    ...entry('translation', addresses.translation),
    ...entry('api', addresses.api),
    ...entry('phase', guide.phase),
    ...entry('packages', guide.packages),
    ...entry('status', data.status[locale]),
    ...entry('published', publishedOn(data.changes)),
    ...entry('updated', updatedOn(data.changes)),
    'messages:',
    ...data.messages.map(({ id, kind, template }) => `  - ${flow({ id, kind, template })}`),
    ...entry('versions', versions(data.causes)),
    ...entry('verified', verificationOf(guide.evidence, data.fixes.length)),
  ];
  return ['---', ...lines, '---'].join('\n');
}

/** Affected releases and the first fixed one, by cause; causes that any release has are left out. */
function versions(causes: TwinGuide['data']['causes']): Record<string, object> {
  const known = causes.map(({ id, affected, fixed_in }) => [
    id,
    Object.fromEntries(
      Object.entries({ affected, fixed_in }).filter(([, ranges]) => Object.keys(ranges).length > 0),
    ),
  ]);
  return Object.fromEntries(known.filter(([, own]) => Object.keys(own ?? {}).length > 0)) as Record<
    string,
    object
  >;
}

/** JSON is YAML's flow style: no string needs rules of quoting of its own. */
const flow = (value: unknown): string => JSON.stringify(value);

function entry(key: string, value: unknown): string[] {
  return [`${key}: ${flow(value)}`];
}
