import { causeAnchor, fixAnchor, sectionAnchors, type SectionAnchor } from '../anchors.ts';
import { fixStampText } from '../evidence/wording.ts';
import type { ArticlePart } from './article-markdown.ts';
import { frontMatter } from './front-matter.ts';
import { blocks, codeSpan, sentence, tableRow } from './markdown-text.ts';
import { partText } from './part-text.ts';
import { doesNotHelp, history, sources, variants, verification } from './proof.ts';
import type { GuideAddresses, TwinFix, TwinGuide, TwinWords } from './types.ts';

/**
 * A guide as one Markdown file, for programs: what identifies the error first, then causes and
 * fixes, then the reasons. Its anchors and numbers are those of the page.
 */
export function guideTwin(guide: TwinGuide, words: TwinWords, addresses: GuideAddresses): string {
  const { sections } = words.guide;
  const part = (name: string): string => blocks(...partsOf(guide, name).map(text));
  const text = (one: ArticlePart): string => partText(guide, words, one);
  const section = (id: SectionAnchor, ...body: string[]): string => {
    const content = blocks(...body);
    return content && blocks(`## ${sections[id]} {#${id}}`, content);
  };
  const { fixes, impossible_on } = guide.data;
  const impossible = impossible_on.map((one) => {
    const cards = one.gpu.map((id) => words.context.families[id]);
    return `${words.context.impossible(cards)} ${sentence(one[guide.locale])}`;
  });
  return `${blocks(
    frontMatter(guide, addresses),
    `# ${codeSpan(guide.headline)}`,
    sentence(guide.title),
    section(sectionAnchors.verdict, part('Verdict')),
    section(sectionAnchors.quickFix, ...impossible, part('QuickFix')),
    section(
      sectionAnchors.rootCause,
      causeTable(guide, words),
      ...guide.data.causes.map((cause, index) => {
        const title = `${words.guide.causeNumber(index + 1)} · ${sentence(cause.title[guide.locale])}`;
        const own = partsOf(guide, 'Cause').filter(({ id }) => id === cause.id);
        return blocks(`### ${title} {#${causeAnchor(cause.id)}}`, ...own.map(text));
      }),
    ),
    section(
      sectionAnchors.solutions,
      ...fixes.map((fix, index) => {
        const title = `${words.guide.fixNumber(index + 1)} · ${sentence(fix.title[guide.locale])}`;
        const own = partsOf(guide, 'Fix').filter(({ id }) => id === fix.id);
        const facts = fixFacts(guide, words, fix);
        return blocks(`### ${title} {#${fixAnchor(fix.id)}}`, facts, ...own.map(text));
      }),
    ),
    section(sectionAnchors.doesNotHelp, part('DoesNotHelp'), doesNotHelp(guide)),
    section(sectionAnchors.principles, part('Principles')),
    section(sectionAnchors.bestPractices, part('BestPractices')),
    section(sectionAnchors.evidence, verification(guide, words)),
    section(sectionAnchors.variants, variants(guide, words)),
    section(sectionAnchors.sources, sources(guide)),
    section(sectionAnchors.history, history(guide)),
    definitions(guide, addresses),
  )}\n`;
}

function partsOf(guide: TwinGuide, component: string): ArticlePart[] {
  return guide.markdown.parts.filter((part) => part.component === component);
}

/** What you see → cause → fixes, as on the page; here with every fix. */
function causeTable({ locale, data }: TwinGuide, { guide: { table } }: TwinWords): string {
  const link = (title: string, anchor: string) => `[${sentence(title)}](#${anchor})`;
  const rows = data.causes.map(({ id, sign, title }) => [
    sentence(sign[locale]),
    link(title[locale], causeAnchor(id)),
    data.fixes
      .filter(({ causes }) => causes.includes(id))
      .map((fix) => link(fix.title[locale], fixAnchor(fix.id)))
      .join('; '),
  ]);
  return [[table.sign, table.cause, table.fix], ['---', '---', '---'], ...rows]
    .map(tableRow)
    .join('\n');
}

/** Kind, causes and stamp of a fix in one line. */
function fixFacts(guide: TwinGuide, words: TwinWords, fix: TwinFix): string {
  const stamp = guide.evidence?.fixes[fix.id]?.stamp ?? { state: 'not-run' as const };
  const causes = fix.causes.map((id) => `[${id}](#${causeAnchor(id)})`);
  return [
    words.guide[fix.kind],
    `${words.guide.forCauses} ${causes.join(', ')}`,
    fixStampText(stamp, words.evidence.fix, fix.not_run?.[guide.locale]),
  ].join(' · ');
}

/** Where the numbered links of the prose lead; relative ones as seen from the page. */
function definitions({ markdown }: TwinGuide, { page }: GuideAddresses): string {
  return markdown.links
    .map((url, index) => `[${index + 1}]: ${new URL(url, page).href}`)
    .join('\n');
}
