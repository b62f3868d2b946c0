import type { z } from 'zod';
import { locateYaml } from './located-yaml.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';
import type { SourceText } from './read-source.ts';

/** Reads what the program `owner` wrote, and nobody edits; no data where there is no text. */
export function readJson<T>(
  { file, text, problems }: SourceText,
  schema: z.ZodType<T>,
  owner: string,
): { data: T | undefined; problems: Problem[] } {
  if (text === undefined) return { data: undefined, problems };
  // JSON is YAML, which knows the place of each value.
  const at = (path: readonly PropertyKey[]) =>
    locateYaml(file, text).at(path.filter((step) => typeof step !== 'symbol'));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    // Node ends most of these messages with "(line 3 column 5)"; an unexpected end has no position.
    const [, line = '1', column = '1'] = /\(line (\d+) column (\d+)\)/.exec(detail) ?? [];
    const place = { file, line: Number(line), column: Number(column) };
    return { data: undefined, problems: [problem('json-syntax', place, { detail, owner })] };
  }
  const { data, error } = schema.safeParse(json);
  const issues = (error?.issues ?? []).map(({ path, message }) => {
    const detail = [path.join('.'), message].filter(Boolean).join(': ');
    return problem('json-shape', at(path), { detail, owner });
  });
  return { data, problems: issues };
}
