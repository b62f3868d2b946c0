import {
  find,
  parseTemplate,
  type CompiledIndex,
  type Hit,
  type Satisfies,
  type Signature,
} from '../../lib/finder/index.ts';
import { markWords, wordsOf, type Segment } from '../../lib/fulltext/index.ts';
import type { Locale } from '../../lib/locale.ts';

export interface Question {
  text: string;
  locale: Locale;
  /** The guide that asks which of its causes fits. */
  about?: string | undefined;
}

/** One hit with everything that a page shows of it. Plain data: it may come from a worker. */
export interface Answer extends Pick<Hit, 'slug' | 'state' | 'group' | 'cause'> {
  headline: string;
  title: string;
  /** The pasted line that matched, its matching words marked. */
  line: readonly Segment[] | null;
  reasons: Hit['reasons'];
  links: NonNullable<Signature['links']>;
}

/** Answers a question from the compiled signatures. Pure: the same on the page and in a worker. */
export function answer(question: Question, index: CompiledIndex, satisfies?: Satisfies): Answer[] {
  const { text, locale, about } = question;
  const options = satisfies ? { locale, satisfies } : { locale };
  const hits = find(text, index, options);
  const isDecided = hits.some(({ slug, group }) =>
    slug === about ? group !== 'related' : group === 'exact',
  );
  const asking = index.signatures.find(({ slug }) => slug === about);
  // On a guide the reader has the error already; a configuration or a list of versions alone still
  // points to a cause.
  const shown = asking && !isDecided ? find(`${asking.headline}\n${text}`, index, options) : hits;
  return shown.flatMap((hit) => {
    const signature = index.signatures.find(({ slug }) => slug === hit.slug);
    return signature ? [describe(hit, signature, locale)] : [];
  });
}

function describe(hit: Hit, signature: Signature, locale: Locale): Answer {
  return {
    slug: hit.slug,
    state: hit.state,
    group: hit.group,
    cause: hit.cause,
    headline: signature.headline,
    title: signature.titles[locale],
    line: hit.line === null ? null : markWords(hit.line, closestWording(hit.line, signature)),
    reasons: hit.reasons,
    links: signature.links ?? [],
  };
}

/** Words of the guide's wording that shares most with the line. */
function closestWording(line: string, signature: Signature): ReadonlySet<string> {
  const shown = new Set(wordsOf(line));
  let best: ReadonlySet<string> = new Set();
  let most = 0;
  for (const wording of wordings(signature)) {
    const words = new Set(wordsOf(wording).filter((word) => shown.has(word)));
    if (words.size > most) [best, most] = [words, words.size];
  }
  return best;
}

function wordings({ headline, messages, aliases, titles }: Signature): string[] {
  const literal = messages.map(({ template }) =>
    parseTemplate(template)
      .map((part) => (part.kind === 'text' ? part.text : ' '))
      .join(''),
  );
  return [headline, ...literal, ...aliases, titles.en, titles.zh];
}
