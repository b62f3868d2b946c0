import type { Locale, Localized } from '../locale.ts';
import { blocks, sentence } from './markdown-text.ts';
import type { GuideAddresses } from './types.ts';

/** A guide that ended (`src/schemas/retired.ts` holds the shape). */
export interface EndedGuide {
  slug: string;
  since: string;
  successor: string | null;
  reason: Localized;
}

/** The twin of an ended guide: that it ended, why, and the address of the one that answers now. */
export function retiredTwin(
  { slug, since, successor, reason }: EndedGuide,
  locale: Locale,
  addressOf: (slug: string) => GuideAddresses,
): string {
  const facts = {
    ...{ id: slug, lang: locale === 'zh' ? 'zh-CN' : locale, state: 'retired', since },
    permalink: addressOf(slug).permalink,
    successor: successor === null ? null : addressOf(successor).twin,
  };
  const lines = Object.entries(facts).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `${blocks(['---', ...lines, '---'].join('\n'), sentence(reason[locale]))}\n`;
}
