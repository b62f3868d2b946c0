/**
 * Stage 4: which lines say what went wrong. Every line is scored; the best are kept with the line that follows.
 * Launchers' wrapper lines sink. The last exception gets a bonus, a small one: it is the deciding line in only a
 * third of real tracebacks.
 */
import type { Line } from './lines.ts';

export interface SalientLine {
  readonly line: Line;
  /** Position in the list of lines. */
  readonly at: number;
  readonly score: number;
  /** Names an exception or a device error: where no such line is visible, the message was cut off. */
  readonly message: boolean;
  /** Only reports that something else failed. */
  readonly wrapper: boolean;
}

const KEEP = 24;
/** Of lines that differ in their numbers only, so many are kept: a log repeats itself. */
const ALIKE = 2;
/** Longer lines are cut for the overlap stage only; literal match sees all of them. */
const WINDOW = 600;

const EXCEPTION =
  /(?:^|[\s."'(:])\w*(?:Error|Exception|Interrupt|OutOfResources|Warning)\b['"]?\s{0,2}[:：(]/;
const BARE_EXCEPTION = /^[\w.]{0,80}(?:Error|Exception)$/;
const WRAPPER =
  /ChildFailedError|CalledProcessError|subprocess-exited|exited with|return code|exitcode|SIGTERM|because of the following error|[Ee]rror occurred (?:when|while)/;
const DEVICE =
  /CUDA (?:error|SETUP|kernel|out of memory)|NCCL|CUBLAS|cuBLAS|CUDNN|\bXid\b|out of memory|what\(\):|Assertion [`'"]/;
const LOADER =
  /undefined symbol|cannot open shared object|size mismatch|cannot import name|No module named|not found/;
const CODE =
  /^(?:raise|return|self\.|from \w|import |def |class |with |for |if |else|try:|except|@|\w+ = )/;

function score(line: Line): number {
  const head = line.text.slice(0, WINDOW);
  if (line.kind === 'frame') return -5;
  let points = line.kind === 'source' ? -1 : 0;
  if (EXCEPTION.test(head) || BARE_EXCEPTION.test(head)) points += 3;
  if (DEVICE.test(head)) points += 2;
  if (LOADER.test(head)) points += 1.5;
  if (WRAPPER.test(head)) points -= 2;
  if (line.kind === 'text' && CODE.test(head)) points -= 1;
  return points;
}

/** True where a line names an exception or a device error and is no launcher's wrapper. */
export function isMessage(line: Line): boolean {
  if (line.kind !== 'text') return false;
  const head = line.text.slice(0, WINDOW);
  const named = EXCEPTION.test(head) || DEVICE.test(head);
  return named && !WRAPPER.test(head) && !CODE.test(head);
}

/** True where a raw line, prefixes and all, may say what went wrong: a cheap first look at a long log. */
export function isTelling(line: string): boolean {
  const head = line.slice(0, WINDOW);
  return (
    BARE_EXCEPTION.test(head) ||
    [EXCEPTION, DEVICE, LOADER, WRAPPER].some((pattern) => pattern.test(head))
  );
}

/** The same for lines that differ in their numbers only. */
export function shapeOf(line: string): string {
  return line.replace(/\d+/g, '0');
}

/**
 * The lines worth comparing, in the order of the paste. Where it is known how much each line shares with the guides,
 * in points, that counts as well.
 */
export function salientLines(lines: readonly Line[], shared?: ArrayLike<number>): SalientLine[] {
  let last = -1;
  const scored = lines.map((line, at) => {
    const message = isMessage(line);
    if (message) last = at;
    return {
      line,
      at,
      score: score(line) + (shared?.[at] ?? 0),
      message,
      wrapper: WRAPPER.test(line.text.slice(0, WINDOW)),
    };
  });
  if (last >= 0) scored[last] = { ...scored[last]!, score: scored[last]!.score + 1 };
  const best = scored
    .filter(({ line }) => line.kind !== 'frame')
    .sort((a, b) => b.score - a.score || a.at - b.at);
  const kept = new Set<number>();
  const shapes = new Map<string, number>();
  for (const { line, at } of best) {
    if (kept.size >= KEEP) break;
    const shape = shapeOf(line.text);
    const seen = shapes.get(shape) ?? 0;
    shapes.set(shape, seen + 1);
    if (seen < ALIKE) kept.add(at);
  }
  return scored.filter(({ at }) => kept.has(at));
}
