import { inlineParts } from '../inline-code.ts';
import type { Locale } from '../locale.ts';
import { scrub } from '../scrub.ts';
import { codeSpan } from '../twin/markdown-text.ts';
import { findingGroups, type Finding, type FindingGroup, type Report } from './report.ts';
import { wordsOf } from './words-table.ts';

/** GitHub's comments end at 65,536 characters; an issue wants far less. */
const LONGEST = 12_000;
/** What is only possible would bury what is. */
const WRITTEN: readonly FindingGroup[] = findingGroups.filter((group) => group !== 'possible');

/** The report as Markdown for an issue: scrubbed, and cut at a line's end where it is too long. */
export function toMarkdown(report: Report, locale: Locale): string {
  const { groups, markdown } = wordsOf(locale);
  const sections = [
    `### ${markdown.title}`,
    report.facts.map(({ label, value }) => `- ${label}: ${plain(value)}`).join('\n'),
    ...WRITTEN.flatMap((group) => {
      const own = report.findings.filter((finding) => finding.group === group);
      return own.length > 0 ? [`#### ${groups[group]}`, own.map(bullet).join('\n')] : [];
    }),
    ...(report.install
      ? [
          `#### ${markdown.install}`,
          `\`\`\`sh\n${report.install.command}\n\`\`\``,
          report.install.text,
        ]
      : []),
    ...(report.unknown.length > 0
      ? [`#### ${markdown.unknown}`, report.unknown.map((text) => `- ${plain(text)}`).join('\n')]
      : []),
  ];
  return cut(scrub(sections.filter(Boolean).join('\n\n')), markdown.cut);
}

function bullet({ code, title, detail, guide }: Finding): string {
  const shown = code === 'cause' ? `\`${title.replaceAll('`', "'")}\`` : plain(title);
  return `- **${shown}** ${plain(detail)}${guide ? ` (${guide.slug})` : ''}`;
}

/** What comes from the paste must not become markup, a mention or a new line. Code is plain already. */
function plain(text: string): string {
  return inlineParts(text.replaceAll(/[\r\n]+/g, ' '))
    .map((part) => (part.isCode ? codeSpan(part.text) : escape(part.text)))
    .join('');
}

function escape(text: string): string {
  return text
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/@(?=\w)/g, '@\u200B');
}

function cut(text: string, note: string): string {
  if (text.length <= LONGEST) return `${text}\n`;
  const end = text.lastIndexOf('\n', LONGEST);
  return `${text.slice(0, end > 0 ? end : LONGEST)}\n\n${note}\n`;
}
