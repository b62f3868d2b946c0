import type { CompiledIndex, Hit, HitGroup } from '../lib/finder/index.ts';
import type { Locale, Localized } from '../lib/locale.ts';
import { permanentLink } from '../lib/reply/links.ts';
import { causeAnchor } from '../lib/anchors.ts';
import { permalinkOf } from './addresses.ts';
import { harmless, type Paint } from './paint.ts';

const HEADINGS: Record<HitGroup, Localized> = {
  exact: { en: 'This error', zh: '就是这个报错' },
  likely: { en: 'Probably', zh: '很可能是' },
  related: { en: 'Related', zh: '相关' },
};
const COLOURS = { exact: 'green', likely: 'yellow', related: 'dim' } as const;
const NONE: Localized = { en: 'No guide matches.', zh: '没有匹配的指南。' };
const PLANNED: Localized = {
  en: 'known error, guide not written yet',
  zh: '已收录的报错，指南待写',
};
const CAUSE: Localized = { en: 'cause', zh: '原因' };

/** How answers are shown. */
export interface View {
  locale: Locale;
  paint: Paint;
  /** Address of the site; without it no links are printed. */
  site: string | undefined;
}

/** Hits as text for a terminal: groups, titles, the line that matched, why. */
export function printGroups(hits: readonly Hit[], index: CompiledIndex, view: View): string {
  const { locale, paint } = view;
  const rows: string[] = [];
  if (!hits.some(({ group }) => group !== 'related')) rows.push(NONE[locale], '');
  for (const group of ['exact', 'likely', 'related'] as const) {
    const members = hits.filter((hit) => hit.group === group);
    if (members.length === 0) continue;
    rows.push(paint(COLOURS[group], `${HEADINGS[group][locale]}:`));
    for (const hit of members) rows.push(...printHit(hit, index, view));
    rows.push('');
  }
  return `${rows.join('\n').trimEnd()}\n`;
}

function printHit(hit: Hit, index: CompiledIndex, { locale, paint, site }: View): string[] {
  const guide = index.guides.find(({ slug }) => slug === hit.slug);
  const cause = hit.cause === null ? '' : `  (${CAUSE[locale]}: ${hit.cause})`;
  const rows = [`  ${paint('bold', hit.slug)}${cause}  ${guide?.titles[locale] ?? ''}`];
  if (hit.group === 'related') return rows;
  if (hit.line !== null) rows.push(`      > ${harmless(hit.line)}`);
  rows.push(...hit.reasons.map(({ text }) => `      - ${harmless(text)}`));
  if (hit.state === 'planned') {
    rows.push(
      `      ${PLANNED[locale]}`,
      ...(index.details?.[hit.slug]?.links ?? []).map(({ url }) => `      ${url}`),
    );
  } else if (site !== undefined) {
    const anchor = hit.cause === null ? '' : causeAnchor(hit.cause);
    rows.push(`      ${paint('cyan', permanentLink(permalinkOf(site, hit.slug), {}, anchor))}`);
  }
  return rows;
}
