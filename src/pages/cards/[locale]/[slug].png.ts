import { cardPng } from '#src/cards/render.ts';
import { directFiles } from '#src/data/direct-files.ts';
import { writtenGuides } from '#src/data/guides.ts';
import { guideCard } from '#src/data/machine/cards.ts';
import { locales } from '#src/i18n/locales.ts';

/** The picture that social networks show beside a link to a guide. */
export const { getStaticPaths, GET } = directFiles('image/png', () => {
  const guides = locales.flatMap((locale) => writtenGuides(locale));
  return guides.map((guide) => ({
    params: { locale: guide.locale, slug: guide.slug },
    body: () => cardPng(guideCard(guide)),
  }));
});
