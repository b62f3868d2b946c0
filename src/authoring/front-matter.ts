import type { Article } from '../schemas/article.ts';
import { articleSchema } from '../schemas/article.ts';
import { locateYaml } from './located-yaml.ts';
import type { MdxNode } from './mdx-tree.ts';
import type { Place, Problem } from './problem.ts';
import { validate } from './validate.ts';

/** The front matter of an article or of a prose page, and what follows it. */
export interface FrontMatter {
  /** Undefined where it does not satisfy its schema. */
  data: Article | undefined;
  /** Place of a key. */
  at: (key: keyof Article) => Place;
  body: readonly MdxNode[];
  problems: Problem[];
}

/** Takes the front matter off a parsed article. */
export function readFrontMatter(file: string, { children = [] }: MdxNode): FrontMatter {
  const [first, ...rest] = children;
  const isPresent = first?.type === 'yaml';
  const yaml = locateYaml(file, isPresent ? (first.value ?? '') : '{}', isPresent ? 2 : 1);
  const { data, problems } = validate(articleSchema, yaml);
  return { data, at: (key) => yaml.at([key]), body: isPresent ? rest : children, problems };
}
