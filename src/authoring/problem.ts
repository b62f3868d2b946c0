import { problemTable } from './problem-table.ts';

/** A position in a content file. Lines and columns are counted from 1, as editors do. */
export interface Place {
  /** Path from the repository's root, such as `content/guides/cuda-oom/guide.yaml`. */
  file: string;
  line: number;
  column: number;
}

export type ProblemCode = keyof typeof problemTable;

/** What the wording of one kind of problem needs to know. */
type ContextOf<C extends ProblemCode> = Parameters<(typeof problemTable)[C]['message']>;

/** Something in the content that must be repaired before the site may be built. */
export interface Problem extends Place {
  code: ProblemCode;
  /** What is wrong. */
  message: string;
  /** How to repair it. */
  fix: string;
}

/** Words a problem of kind `code` at a place. */
export function problem<C extends ProblemCode>(
  code: C,
  place: Place,
  ...context: ContextOf<C>
): Problem {
  const { message, fix } = problemTable[code] as Wording<ContextOf<C>>;
  const { file, line, column } = place;
  return { file, line, column, code, message: message(...context), fix: fix(...context) };
}

interface Wording<T extends unknown[]> {
  message: (...context: T) => string;
  fix: (...context: T) => string;
}

/** One problem on one line, as editors and terminals make it clickable. */
export function formatProblem({ file, line, column, code, message, fix }: Problem): string {
  const text = `${file}:${line}:${column}  ${message} [${code}]  ${fix}`;
  return text.replace(/\s*\n\s*/g, ' ');
}

/** Orders problems as a reader repairs them: file by file, from top to bottom. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return problems.toSorted(
    (a, b) =>
      compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.code, b.code),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
