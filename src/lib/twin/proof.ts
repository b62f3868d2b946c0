import { verificationOf } from '../evidence/verification.ts';
import { blocks, codeBlock, codeSpan, sentence } from './markdown-text.ts';
import type { TwinGuide, TwinWords } from './types.ts';

/** Advice that does not help, with the reason and the numbers of its sources. */
export function doesNotHelp({ data, locale }: TwinGuide): string {
  return data.unhelpful
    .map(({ advice, why, sources: ids }) => {
      const numbers = ids.map((id) => data.sources.findIndex((source) => source.id === id) + 1);
      const cited = numbers.map((number) => `S${number}`).join(', ');
      return `- **${sentence(advice[locale])}** ${sentence(why[locale])} (${cited})`;
    })
    .join('\n');
}

/** Machine, versions and result of the run that the page's stamp names. */
export function verification({ evidence, data }: TwinGuide, words: TwinWords): string {
  const stamp = verificationOf(evidence, data.fixes.length);
  if (!stamp) return '';
  const versions = Object.entries(stamp.packages).map(([name, version]) => `${name} ${version}`);
  const aged = Object.entries(stamp.notRecheckedSince).map(([name, version]) =>
    words.evidence.notRechecked(name, version),
  );
  return [
    words.evidence.executedOn([stamp.device, ...stamp.otherDevices]),
    stamp.date,
    words.evidence.passed(stamp.fixesPassed, stamp.fixesTotal),
    [`Python ${stamp.python}`, ...versions].join(', '),
    ...aged,
  ]
    .map((fact) => `- ${fact}`)
    .join('\n');
}

/** Every wording of the message, as it is printed. */
export function variants({ data }: TwinGuide, words: TwinWords): string {
  return blocks(
    ...data.messages.map(({ kind, examples: [example = ''], emitter }) => {
      const printer = [emitter.package, emitter.versions].filter(Boolean).join(' ');
      const about = `${words.guide.kinds[kind]} · ${words.guide.printedBy} ${printer}`;
      return example.includes('\n')
        ? blocks(about, codeBlock(example, 'text'))
        : `${codeSpan(example)} (${about})`;
    }),
  );
}

/** Where each claim was read. */
export function sources({ data, locale }: TwinGuide): string {
  return data.sources
    .map(({ url, title, supports }, index) => {
      const link = `[${sentence(title)}](${url})`;
      return `- S${index + 1} ${link}: ${sentence(supports[locale])}`;
    })
    .join('\n');
}

/** What changed and when, newest first. */
export function history({ data, locale }: TwinGuide): string {
  return data.changes.map((change) => `- ${change.date}: ${sentence(change[locale])}`).join('\n');
}
