import type { z } from 'zod';
import type { LocatedYaml, YamlPath } from './located-yaml.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** Checks a YAML value against a schema. Every issue becomes a problem at its line and column. */
export function validate<T>(
  schema: z.ZodType<T>,
  source: LocatedYaml,
): { data: T | undefined; problems: Problem[] } {
  if (source.problems.length > 0) return { data: undefined, problems: [...source.problems] };
  const result = schema.safeParse(source.value);
  if (result.success) return { data: result.data, problems: [] };
  return {
    data: undefined,
    problems: result.error.issues.flatMap((issue) => describe(issue, source)),
  };
}

function describe(issue: Issue, source: LocatedYaml): Problem[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) =>
      problem('key-unknown', source.atKey([...path, name]), { name }),
    );
  }
  const name = nameOf(path);
  if (path.length > 0 && valueAt(source.value, path) === undefined) {
    return [problem('key-missing', source.at(path), { name })];
  }
  return [problem('value-invalid', source.at(path), { name, detail: lowerFirst(issue.message) })];
}

/** The last key of a path, with the index that follows it: `sources[2]`. */
function nameOf(path: YamlPath): string {
  const lastKey = path.findLastIndex((step) => typeof step === 'string');
  if (lastKey === -1) return path.length === 0 ? 'the file' : `entry ${Number(path[0]) + 1}`;
  return path
    .slice(lastKey)
    .map((step) => (typeof step === 'number' ? `[${step}]` : step))
    .join('');
}

function valueAt(value: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner ? (inner as Record<string, unknown>)[step] : undefined,
    value,
  );
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
