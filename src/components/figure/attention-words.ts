import type { Strings } from '../../i18n/strings.ts';

/** Every sentence that the figure may come to show, by the key that `attention-view.ts` asks for. */
export function attentionWords(words: Strings['figures']['attention']): Record<string, string> {
  return {
    ...prefixed('choice', words.choices),
    ...prefixed('package', words.package),
    ...prefixed('verdict', words.verdicts),
    ...prefixed('reason', words.reasons),
    able: words.able,
  };
}

/** The same entries under `<prefix>-<key>`. */
export function prefixed(
  prefix: string,
  entries: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entries).map(([key, text]) => [`${prefix}-${key}`, text]),
  );
}
