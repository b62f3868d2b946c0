/** The status line's words, as the page's language has them. `#` stands for a number. */
export interface StatusWords {
  searching: string;
  none: string;
  matching: Plural;
  related: Plural;
  passages: Plural;
  separator: string;
  end: string;
}

interface Plural {
  one: string;
  other: string;
}

export interface Counts {
  matching: number;
  related: number;
  passages: number;
}

/** One sentence for a settled query: what was found, or that nothing matches. */
export function statusText(counts: Counts, words: StatusWords, rules: Intl.PluralRules): string {
  const parts = (['matching', 'related', 'passages'] as const).flatMap((kind) => {
    const count = counts[kind];
    if (count === 0) return kind === 'matching' ? [words.none] : [];
    const form = rules.select(count) === 'one' ? 'one' : 'other';
    return [words[kind][form].replace('#', String(count))];
  });
  return parts.join(words.separator) + words.end;
}
