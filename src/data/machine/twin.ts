import { guideAddresses } from '#src/i18n/routes.ts';
import { locales, type Locale } from '#src/i18n/locales.ts';
import { stringsOf } from '#src/i18n/strings.ts';
import { guideTwin } from '#src/lib/twin/guide-twin.ts';
import { retiredTwin } from '#src/lib/twin/retired-twin.ts';
import { writtenGuides, type Guide } from '../guides.ts';
import { remember } from '../remember.ts';
import { providedContent } from '../provided-content.ts';

/** A guide as Markdown for programs. */
export const twinOf = remember((guide: Guide): string => {
  const { locale, slug } = guide;
  return guideTwin(guide, stringsOf(locale), guideAddresses(locale, slug));
});

/** Every `/{lang}/guides/<slug>.md`. Nothing that was published vanishes: ended guides have one too. */
export function twinFiles(): { locale: Locale; slug: string; text: () => string }[] {
  const { retired } = providedContent();
  return locales.flatMap((locale) => [
    ...writtenGuides(locale).map((guide) => ({
      ...{ locale, slug: guide.slug, text: () => twinOf(guide) },
    })),
    ...retired.map((ended) => ({
      ...{ locale, slug: ended.slug, text: () => retiredTwin(ended, locale, addressOf(locale)) },
    })),
  ]);
}

const addressOf = (locale: Locale) => (slug: string) => guideAddresses(locale, slug);
