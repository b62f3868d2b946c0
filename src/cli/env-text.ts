import { causeAnchor } from '../lib/anchors.ts';
import { findingGroups, wordsOf, type Finding, type Report } from '../lib/environment/index.ts';
import { permanentLink } from '../lib/reply/links.ts';
import { permalinkOf } from './addresses.ts';
import type { View } from './match-text.ts';
import { harmless } from './paint.ts';

const COLOURS = { error: 'red', conflict: 'red', affected: 'yellow', possible: 'dim' } as const;

/** A report for a terminal: what was read, what does not fit, what may go wrong, what could not be judged. */
export function environmentText(report: Report, view: View): string {
  const { locale, paint } = view;
  const { groups, markdown } = wordsOf(locale);
  const rows = [
    paint('bold', harmless(report.summary)),
    '',
    ...report.facts.map(({ label, value }) => `  ${label}: ${harmless(value)}`),
  ];
  for (const group of findingGroups) {
    const own = report.findings.filter((finding) => finding.group === group);
    if (own.length === 0) continue;
    rows.push('', paint(COLOURS[group], `${groups[group]}:`));
    for (const finding of own) rows.push(...findingRows(finding, report, view));
  }
  if (report.install) {
    const { command, text } = report.install;
    rows.push(
      '',
      `${markdown.install}:`,
      `  ${paint('cyan', harmless(command))}`,
      `  ${harmless(text)}`,
    );
  } else if (report.noInstall) rows.push('', report.noInstall);
  if (report.unknown.length > 0)
    rows.push('', `${markdown.unknown}:`, ...report.unknown.map((one) => `  - ${harmless(one)}`));
  return `${rows.join('\n')}\n`;
}

function findingRows(finding: Finding, { context }: Report, { paint, site }: View): string[] {
  const { title, detail, guide } = finding;
  const rows = [`  ${paint('bold', harmless(title))}`, `      ${harmless(detail)}`];
  if (!guide) return rows;
  const anchor = guide.cause === null ? '' : causeAnchor(guide.cause);
  const link =
    site === undefined
      ? `tracebook explain ${guide.slug}`
      : permanentLink(permalinkOf(site, guide.slug), context, anchor);
  return [...rows, `      ${paint('cyan', link)}`];
}
