import { absolute, apiPath, feedPath, guideAddresses } from '#src/i18n/routes.ts';
import { pagePath, rootFilePath } from '#src/i18n/routes.ts';
import { languageName, locales, type Locale } from '#src/i18n/locales.ts';
import { stringsOf } from '#src/i18n/strings.ts';
import { blocks, codeSpan, sentence } from '#src/lib/twin/markdown-text.ts';
import { site } from '#src/site.ts';
import { writtenGuides, type Guide } from '../guides.ts';
import { twinOf } from './twin.ts';

/** `/llms.txt` and `/zh/llms.txt`: where a program finds which guide, in the languages asked for. */
export function llmsIndex(languages: readonly Locale[]): string {
  const [first = 'en'] = languages;
  const { site: words, machine } = stringsOf(first);
  const lists = languages.map((locale) =>
    blocks(
      `## ${stringsOf(locale).chrome.guides} (${languageName[locale]})`,
      writtenGuides(locale).map(listed).join('\n'),
    ),
  );
  const link = (title: string, path: string) => `- [${title}](${absolute(path)})`;
  return `${blocks(
    `# ${site.name}`,
    `> ${words.description}`,
    machine.llmsLead,
    ...lists,
    `## ${machine.title}`,
    [
      link(machine.title, pagePath(first, 'api')),
      ...['guides.json', 'signatures.json'].map((file) => link(file, apiPath(file))),
      ...locales.map((locale) => link(`Atom (${languageName[locale]})`, feedPath(locale))),
    ].join('\n'),
    '## Optional',
    languages
      .map((locale) =>
        link(`llms-full.txt (${languageName[locale]})`, rootFilePath(locale, 'llms-full.txt')),
      )
      .join('\n'),
  )}\n`;
}

/** Every twin of one language in one file. */
export function llmsFull(locale: Locale): string {
  return writtenGuides(locale).map(twinOf).join('\n');
}

function listed({ locale, slug, headline, title }: Guide): string {
  return `- [${codeSpan(headline)}](${guideAddresses(locale, slug).twin}): ${sentence(title)}`;
}
