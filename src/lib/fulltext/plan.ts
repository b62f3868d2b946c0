/**
 * What to ask a full-text engine. It joins the known words of a query by AND and drops the others,
 * so a pasted traceback as a whole finds nothing: an error becomes separate searches, a typed
 * question loses its question words.
 */
import { clean } from '../finder/clean.ts';
import { decidingLines, tellingWords } from './deciding-line.ts';
import { wordings } from './synonyms.ts';

/** Searches that run together and are fused. */
export type Step = readonly string[];

/** Steps in order: the first that finds anything ends the search. */
export type Plan = readonly Step[];

const MAX_TERMS = 8;
const MAX_PHRASE = 80;
const MAX_TYPED = 200;
const HAN = /\p{Script=Han}/u;
const ERROR =
  /[A-Za-z](?:Error|Exception)\b|Traceback|\w\(\)|[\w/]\.(?:py|so|cpp|cu)\b|::|^\s*\w+: \S/;

/** What a Chinese question adds to its subject. The longer form stands before the shorter. */
const QUESTION = new RegExp(
  [
    '请问(?:一下)?|求(?:助|解|教)',
    '(?:应该|需要|要)?(?:怎么|如何|怎样)(?:去)?(?:解决|处理|办|修复|修|弄|搞|避免|回事)?',
    '(?:是)?(?:什么|啥)(?:原因|意思|情况|问题)',
    '为(?:什么|啥|何)(?:会)?|咋(?:办|回事)',
    '有(?:没有|什么)(?:办法|人)(?:知道)?|解决(?:办法|方法|方案)',
    '(?:的)?(?:报错|错误|问题)(?:了)?$',
    '大佬|各位|谢谢|[吗呢吧啊呀？?！!。，,、；;：:]',
  ].join('|'),
  'gu',
);

/** Plans the searches for a text. Empty where nothing in it can be looked up. */
export function plan(text: string): Plan {
  const cleaned = clean(text.length > MAX_TYPED ? text : text.trim());
  if (isErrorLike(cleaned)) return steps([errorTerms(cleaned)]);
  return HAN.test(cleaned) ? chinese(cleaned) : english(cleaned);
}

/** A paste, or a typed line that quotes an error. */
export function isErrorLike(text: string): boolean {
  const lines = text.trim().split('\n');
  if (text.length > MAX_TYPED || lines.length > 2) return true;
  return ERROR.test(text) && !HAN.test(text);
}

/** A Chinese question without its question words. */
export function withoutQuestion(text: string): string {
  return text.replaceAll(QUESTION, ' ').replaceAll(/\s+/g, ' ').trim();
}

function errorTerms(text: string): Step {
  const lines = text.split('\n');
  const words = decidingLines(lines, 2).flatMap((at) => tellingWords(lines[at] ?? ''));
  const longest = [...new Set(words)].filter((word) => word.length > 2 || HAN.test(word));
  return longest.sort((a, b) => b.length - a.length).slice(0, MAX_TERMS);
}

function chinese(text: string): Plan {
  const subject = (withoutQuestion(text) || text).slice(0, MAX_PHRASE);
  const parts = subject.split(' ').filter((part) => part.length > 1);
  const phrases = [...(parts[0] === subject ? [] : parts), ...wordings(subject)];
  return steps([
    [quoted(subject)],
    phrases.slice(0, MAX_TERMS).map(quoted),
    [subject.replaceAll('"', ' ')],
  ]);
}

function english(text: string): Plan {
  const query = text
    .replaceAll(/["\s]+/g, ' ')
    .trim()
    .slice(0, MAX_TYPED);
  const words = tellingWords(query);
  const terms = words.length > 0 ? words : query.split(' ');
  return steps([[query], [...terms, ...wordings(query).map(quoted)].slice(0, MAX_TERMS)]);
}

/** Adjacent words, in this order. Quotes work around a whole query only. */
function quoted(phrase: string): string {
  return `"${phrase.replaceAll('"', ' ').trim()}"`;
}

function steps(candidates: readonly Step[]): Plan {
  const isQuery = (query: string): boolean => /[\p{L}\p{N}]/u.test(query);
  return candidates
    .map((step) => [...new Set(step)].filter(isQuery))
    .filter((step) => step.length > 0);
}
