import type { GuideSource } from '../guide-source.ts';
import type { YamlPath } from '../located-yaml.ts';
import type { Content } from '../read-content.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problem.ts';

/** Chinese text must be Chinese: a string that was copied and never translated is found here. */
export function checkTranslations(guide: GuideSource): Problem[] {
  return [...checkPairs(guide.data, guide.at), ...checkArticles(guide)];
}

/** The same for the lists that belong to no guide. */
export function checkListTranslations({ glossary, retired }: Content): Problem[] {
  return [
    ...glossary.entries.flatMap(({ en, zh }, index) =>
      isUntranslated(en.text, zh.text)
        ? [problem('untranslated', glossary.at([index, 'zh', 'text']), { name: 'text' })]
        : [],
    ),
    ...checkPairs(retired.entries, retired.at),
  ];
}

/** Every pair of strings `en` and `zh`, however deep. */
function checkPairs(value: unknown, at: GuideSource['at'], path: YamlPath = []): Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  const { en, zh } = value as Record<string, unknown>;
  if (typeof en === 'string' && typeof zh === 'string') {
    const name = path.findLast((step) => typeof step === 'string') ?? 'zh';
    return isUntranslated(en, zh) ? [problem('untranslated', at([...path, 'zh']), { name })] : [];
  }
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, inner]) => checkPairs(inner, at, [...path, key]));
}

function checkArticles({ articles: { en, zh } }: GuideSource): Problem[] {
  if (!en || !zh) return [];
  const frontMatter = (['title', 'description'] as const).flatMap((name) =>
    isUntranslated(en.data[name], zh.data[name])
      ? [problem('untranslated', zh.at(name), { name })]
      : [],
  );
  const sections = zh.sections.flatMap((section) => {
    const other = en.sections.find(
      ({ component, id }) => component === section.component && id === section.id,
    );
    const isCopied = other && isUntranslated(other.text, section.text);
    return isCopied ? [problem('untranslated', section.place, { name: section.component })] : [];
  });
  return [...frontMatter, ...sections];
}

function isUntranslated(en: string, zh: string): boolean {
  if (/\p{Script=Han}/u.test(zh)) return false;
  const words = en.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  return words.length >= 3 || (words.length > 0 && en.trim() === zh.trim());
}
