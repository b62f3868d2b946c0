/** A synthetic guide: a real one with other messages, other names in its code and other words in its prose. */
import { parse } from 'yaml';
import { currentHashes, sha256 } from '../../../src/authoring/evidence-hashes.ts';
import { canonicalRuns } from '../../../src/lib/evidence/canonical.ts';
import type { Evidence } from '../../../src/lib/evidence/types.ts';
import type { GuideData, WrittenGuideData } from '../../../src/schemas/guide.ts';
import type { Random } from '../../eval/perturb.ts';
import { syntheticMessage } from './messages.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The files of a guide's folder by name. */
export type GuideFiles = Readonly<Record<string, string>>;

/** A written guide to make others from. */
export interface Model {
  files: GuideFiles;
  data: WrittenGuideData;
}

export interface Setting {
  words: Vocabulary;
  random: Random;
  /** Slugs of other guides. */
  related: readonly string[];
}

/** Shares of prose words that are replaced: enough for a vocabulary that grows, not so many that nothing repeats. */
const REPLACED = 0.3;

/** Undefined where the guide is not written. */
export function modelOf(files: GuideFiles): Model | undefined {
  const data = parse(files['guide.yaml'] ?? '') as GuideData;
  return data.state === 'written' ? { files, data } : undefined;
}

/** The files of a new guide, made from those of a written one. */
export function syntheticGuide({ files, data }: Model, setting: Setting): GuideFiles {
  const { words, random, related } = setting;
  const messages = data.messages.map((message) => ({
    ...message,
    ...syntheticMessage(words, random),
  }));
  const alias = (word: () => string, join: string) => () =>
    Array.from({ length: 3 }, word).join(join);
  const guide = {
    ...data,
    headline: messages[0]!.examples[0]!.slice(0, 120),
    titles: { en: prose(data.titles.en, setting), zh: prose(data.titles.zh, setting) },
    ...{ messages, related, near_misses: [] },
    aliases: {
      en: Array.from({ length: 5 }, alias(words.word, ' ')),
      zh: Array.from({ length: 5 }, alias(words.han, '')),
    },
  };
  const rename = renaming(files, words);
  const code = rename(files['repro.py'] ?? '');
  return {
    'guide.yaml': yaml(guide),
    'en.mdx': article(files['en.mdx'] ?? '', setting),
    'zh.mdx': article(files['zh.mdx'] ?? '', setting),
    'repro.py': code,
    ...(files['commands.sh'] !== undefined && { 'commands.sh': rename(files['commands.sh']) }),
    ...(files['evidence.json'] !== undefined && {
      'evidence.json': evidence(files['evidence.json'], code, messages),
    }),
  };
}

/** Gives each name that the code assigns and no text mentions a new one, so that no two guides share their code. */
function renaming(files: GuideFiles, words: Vocabulary): (code: string) => string {
  const mentioned = ['guide.yaml', 'en.mdx', 'zh.mdx'].map((name) => files[name]).join('\n');
  const assigned = (files['repro.py'] ?? '').matchAll(/^\s+([a-z_]{2,}) = /gm);
  const names = new Map(
    [...assigned]
      .map(([, name = '']) => name)
      .filter((name) => !mentioned.includes(name))
      .map((name) => [name, words.identifier()]),
  );
  const mark = words.identifier();
  return (code) =>
    code
      .replaceAll(/[A-Za-z_]+/g, (name) => names.get(name) ?? name)
      // Regions without a name of their own get a comment: their code is new as well.
      .replaceAll(/^(\s*)(# region:.*)$/gm, `$1$2\n$1# ${mark} before ${words.identifier()}`);
}

/** One key a line, as authors write it; thirty times faster than the parser's own writer. */
function yaml(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return ` ${JSON.stringify(value)}\n`;
  const entries = Array.isArray(value)
    ? value.map((one): [string, unknown] => ['-', one])
    : Object.entries(value).map(([key, one]): [string, unknown] => [
        `${JSON.stringify(key)}:`,
        one,
      ]);
  if (entries.length === 0) return Array.isArray(value) ? ' []\n' : ' {}\n';
  const lines = entries.map(([mark, one]) => `${indent}${mark}${yaml(one, `${indent}  `)}`);
  return (indent === '' ? '' : '\n') + lines.join('');
}

/** The record of the real guide with the hashes of the new code and the new messages. */
function evidence(text: string, code: string, messages: WrittenGuideData['messages']): string {
  const record = JSON.parse(text) as Evidence;
  const hashes = currentHashes(code, record);
  const runs = record.runs.map((run) => ({
    ...run,
    preludeSha256: hashes.prelude,
    scenarios: run.scenarios.map((scenario) => {
      const message = messages.find(({ id }) => id === scenario.reproduces)?.examples[0];
      return {
        ...scenario,
        regionSha256: hashes.scenarios.get(scenario.name) ?? scenario.regionSha256,
        ...(message !== undefined && { message }),
      };
    }),
  }));
  return JSON.stringify({ schema: 1, runs, checksum: sha256(canonicalRuns(runs)) }, null, 2);
}

/** Words of paragraphs and lists are replaced; front matter, components, links and code stay. */
function article(text: string, setting: Setting): string {
  return text
    .split(
      /(^---$.*?^---$|```.*?```|`[^`\n]*`|\[[^\]`]*\]\([^)]*\)|\]\([^)]*\)|<[^>]*>|\{[^}]*\})/ms,
    )
    .map((part, at) => (at % 2 === 0 ? prose(part, setting) : part))
    .join('');
}

function prose(text: string, { words, random }: Setting): string {
  return text
    .replaceAll(/(?<![\w`{#/-])[a-z]{5,}(?![\w`}/(-])/g, (word) =>
      random() < REPLACED ? words.word() : word,
    )
    .replaceAll(/\p{Script=Han}{2}/gu, (pair) => (random() < REPLACED ? words.han() : pair));
}
