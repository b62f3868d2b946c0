import { guideAddresses } from '#src/i18n/routes.ts';
import { stringsOf } from '#src/i18n/strings.ts';
import { guideTwin } from '#src/lib/twin/guide-twin.ts';
import type { Guide } from '../guides.ts';

/** A guide as Markdown for programs. */
export function twinOf(guide: Guide): string {
  const { locale, slug } = guide;
  return guideTwin(guide, stringsOf(locale), guideAddresses(locale, slug));
}
