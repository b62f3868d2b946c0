import type { Locale } from '#src/i18n/locales.ts';
import { stringsOf } from '#src/i18n/strings.ts';
import { verificationOf } from '#src/lib/evidence/verification.ts';
import { shortDevice } from '#src/lib/evidence/wording.ts';
import { exceptionToAdd } from '#src/lib/exception-name.ts';
import { withoutBackticks } from '#src/lib/inline-code.ts';
import { site } from '#src/site.ts';
import type { Guide } from '../guides.ts';

const siteName: Readonly<Record<Locale, string>> = {
  en: site.name,
  zh: `${site.name} ${site.nameZh}`,
};

/** What the social card of a guide says. */
export function guideCard(guide: Guide) {
  const { locale, evidence, data } = guide;
  const { evidence: words, machine } = stringsOf(locale);
  const stamp = verificationOf(evidence, data.fixes.length);
  return {
    site: siteName[locale],
    exception: exceptionToAdd(guide),
    message: guide.headline,
    title: withoutBackticks(guide.title),
    footer: stamp
      ? [words.executedOn([stamp.device, ...stamp.otherDevices].map(shortDevice)), stamp.date].join(
          ' · ',
        )
      : machine.cardPromise,
    seal: stamp ? words.ran : undefined,
  };
}

/** What the social card of all other pages says: a line that every reader has seen, and the promise. */
export function siteCard(locale: Locale) {
  const { machine, home } = stringsOf(locale);
  return {
    site: siteName[locale],
    exception: 'Traceback (most recent call last):',
    message: 'RuntimeError: CUDA error: device-side assert triggered',
    title: home.heading,
    footer: machine.cardPromise,
    seal: undefined,
  };
}
