/** An article as Markdown without components: what its machine-readable twin is made from. */
export interface ArticleMarkdown {
  /** The sections as written, in order. */
  parts: readonly ArticlePart[];
  /** Addresses of the links; `[text][2]` in the prose means the second. */
  links: readonly string[];
}

/** One section, such as `<Verdict>` or `<Cause id="dora-4bit">`. */
export interface ArticlePart {
  component: string;
  /** Id of the cause or fix; undefined for the sections that stand once. */
  id?: string | undefined;
  blocks: readonly ArticleBlock[];
}

export type ArticleBlock =
  | { kind: 'prose'; markdown: string }
  /** A region of the guide's program or commands. */
  | { kind: 'snippet'; region: string }
  /** Code that was not executed. */
  | { kind: 'sample'; markdown: string };
