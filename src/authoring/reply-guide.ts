import type { ReplyCause, ReplyCode, ReplyFix, ReplyGuide } from '../lib/reply/types.ts';
import type { Locale, Localized } from '../lib/locale.ts';
import { firstSentences } from '../lib/sentences.ts';
import { dedent } from '../lib/snippets/dedent.ts';
import { diffRows } from '../lib/snippets/diff.ts';
import type { Cause, Fix, Region } from '../schemas/guide.ts';
import type { ArticleSection } from './article-source.ts';
import type { LabelledPart } from './labelled-parts.ts';
import type { WrittenGuide } from './written.ts';

/** The labels under which articles say what a reply needs. */
const labels: Localized<Record<'because' | 'how' | 'check', string>> = {
  en: { because: 'Because', how: 'Do', check: 'Check' },
  zh: { because: '为什么', how: '怎么做', check: '怎么确认' },
};

/** A reply holds this much code; more is read on the guide. */
const mostLines = 3;

/** What an issue reply may say of a guide: its own sentences, shortened. Throws for an article that is missing. */
export function replyGuide(guide: WrittenGuide): ReplyGuide {
  const { slug, data } = guide;
  return {
    slug,
    headline: data.headline,
    exception: data.exception,
    verdict: inBoth((locale) => partsOf(guide, locale, 'Verdict')[0]?.paragraphs.join(' ') ?? ''),
    causes: data.causes.map((cause) => replyCause(guide, cause)),
    fixes: data.fixes.map((fix) => replyFix(guide, fix)),
  };
}

function replyCause(guide: WrittenGuide, { id, title, sign }: Cause): ReplyCause {
  const part = (locale: Locale) => labelled(partsOf(guide, locale, 'Cause', id), locale, 'because');
  return { id, title, sign, because: inBoth((locale) => reasonOf(part(locale), locale)) };
}

function replyFix(guide: WrittenGuide, { id, kind, title, causes, regions }: Fix): ReplyFix {
  const part = (locale: Locale, role: 'how' | 'check') =>
    labelled(partsOf(guide, locale, 'Fix', id), locale, role);
  const checkRegions = part('en', 'check')?.regions ?? [];
  return {
    ...{ id, kind, causes, title },
    how: inBoth((locale) => closed(firstSentences(part(locale, 'how')?.paragraphs[0] ?? '', 1))),
    hasCode: regions.length > 0,
    code: regions.flatMap((region) => shortCode(guide, region)),
    check: inBoth((locale) => checkOf(part(locale, 'check'), locale)),
    checkHasCode: part('en', 'check')?.hasCode ?? false,
    checkCode: checkRegions.flatMap((name) => shortCode(guide, { name })),
  };
}

/** One sentence; where it only announces a list, the list's first sentences belong to it. */
function reasonOf(part: LabelledPart | undefined, locale: Locale): string {
  const [paragraph = ''] = part?.paragraphs ?? [];
  const sentence = firstSentences(paragraph, 1);
  const items = part?.items ?? [];
  if (sentence !== paragraph || items.length === 0) return closed(sentence, false);
  const steps = items.map((item) => firstSentences(item, 1).replace(/[.;。；]$/, ''));
  return locale === 'en'
    ? `${sentence} ${steps.map((step, index) => `(${index + 1}) ${step}`).join('; ')}.`
    : `${sentence}${steps.map((step, index) => `（${index + 1}）${step}`).join('；')}。`;
}

/** What to run and what to expect; the expected line may stand after the code. */
function checkOf(part: LabelledPart | undefined, locale: Locale): string {
  const [first = '', second = ''] = part?.paragraphs ?? [];
  const sentences = [firstSentences(first, 2), firstSentences(second, 1)].filter(Boolean);
  return closed(sentences.join(locale === 'en' ? ' ' : ''));
}

/** A sentence that led to something that a reply leaves out ends like any other. */
function closed(sentence: string, isCapital = true): string {
  const ended = sentence.replace(/:$/, '.').replace(/：$/, '。');
  return isCapital ? ended.replace(/^[a-z]/, (letter) => letter.toUpperCase()) : ended;
}

function shortCode(
  { regions, articles }: WrittenGuide,
  region: Pick<Region, 'name'> & Partial<Region>,
): ReplyCode[] {
  const source = regions[region.name];
  if (!source) return [];
  const uses = articles.en?.sections.flatMap(({ snippets }) => snippets) ?? [];
  const from = uses.find((use) => use.region === region.name && use.from)?.from;
  const all = source.code.split('\n');
  const candidates = [all, ...(from ? [added(regions[from]?.code.split('\n') ?? [], all)] : [])];
  const lines = candidates
    .map((candidate) => candidate.filter((line) => line.trim() !== ''))
    .find(({ length }) => length > 0 && length <= mostLines);
  if (!lines) return [];
  const { trainer = [], gpu = [] } = region;
  return [{ language: source.language, lines: dedent(lines), trainer, gpu }];
}

function added(before: readonly string[], after: readonly string[]): string[] {
  return diffRows(before, after).flatMap((row) =>
    row.kind === 'added' ? (after[row.after] ?? '') : [],
  );
}

function partsOf(
  { slug, articles }: WrittenGuide,
  locale: Locale,
  component: ArticleSection['component'],
  id?: string,
): readonly LabelledPart[] {
  const article = articles[locale];
  if (!article) throw new Error(`content/guides/${slug}/${locale}.mdx is missing`);
  const section = article.sections.find((one) => one.component === component && one.id === id);
  return section?.parts ?? [];
}

function labelled(
  parts: readonly LabelledPart[],
  locale: Locale,
  role: keyof (typeof labels)[Locale],
): LabelledPart | undefined {
  return parts.find(({ label }) => label === labels[locale][role]);
}

function inBoth(of: (locale: Locale) => string): Localized {
  return { en: of('en'), zh: of('zh') };
}
