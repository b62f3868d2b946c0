import type { Locale } from '../lib/locale.ts';
import type { ArticleMarkdown } from '../lib/twin/article-markdown.ts';
import type { Article } from '../schemas/article.ts';
import type { SectionName } from './article-grammar.ts';
import type { LabelledPart } from './labelled-parts.ts';
import type { Place } from './problem.ts';

/** One article as it was written: its front matter and what its sections hold. */
export interface ArticleSource {
  locale: Locale;
  file: string;
  data: Article;
  /** Place of a key of the front matter. */
  at: (key: keyof Article) => Place;
  sections: readonly ArticleSection[];
  /** The same sections as Markdown, without components. */
  markdown: ArticleMarkdown;
}

/** One section, such as `<Verdict>` or `<Fix id="bf16-flags">`. */
export interface ArticleSection {
  component: SectionName;
  /** Id of the cause or fix; undefined for the sections that stand once. */
  id: string | undefined;
  place: Place;
  snippets: readonly SnippetUse[];
  figures: readonly FigureUse[];
  headings: readonly HeadingUse[];
  links: readonly LinkUse[];
  terms: readonly TermUse[];
  /** What stands under each bold label. */
  parts: readonly LabelledPart[];
  /** The prose without code, for checks of language. */
  text: string;
}

export interface SnippetUse {
  region: string;
  /** Region to show the difference from. */
  from: string | undefined;
  /** Lines to mark, such as `2-4,7`. */
  lines: string | undefined;
  place: Place;
}

export interface FigureUse {
  id: string;
  place: Place;
}

export interface HeadingUse {
  text: string;
  id: string | undefined;
  depth: number;
  place: Place;
}

/** A word marked as a term of the glossary. */
export interface TermUse {
  id: string;
  place: Place;
}

export interface LinkUse {
  url: string;
  place: Place;
}
