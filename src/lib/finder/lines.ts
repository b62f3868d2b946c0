/**
 * Stage 2: text to lines. Anchored prefixes (who printed it and when) are stripped in a bounded loop; stack frames
 * are recognised and kept apart, because they are evidence of their own where the message was cut off.
 */

export interface StackFrame {
  /** Path as pasted, with forward slashes. */
  readonly file: string;
  /** Empty where the frame names no function. */
  readonly function: string;
}

export interface Line {
  /** The line without prefixes, trimmed. */
  readonly text: string;
  /** Position among the pasted lines, blank ones included. */
  readonly index: number;
  /** `source`: the code that Python prints under a frame. */
  readonly kind: 'text' | 'source' | 'frame';
  readonly frame: StackFrame | null;
}

/** Lines longer than this are cut into pieces: a log on one line is still scanned to its end. */
const MAX_LINE = 4000;
const MAX_PREFIXES = 8;

/** Every pattern is anchored and bounded, and eats at least one character. */
const PREFIXES: readonly RegExp[] = [
  /^[\s>|│┃║╎*#•·~-]{1,80}(?=\S)/u,
  /^(?:\[|\()?(?:rank|default|host|node|gpu|worker|local[ _-]?rank)[ _-]?\d{0,4}(?:\]|\))?:(?:\[rank\d{1,4}\]:)?/i,
  /^\[(?:rank|rankn|default|node|gpu)[ _-]?\w{0,6}\]\s?:?/i,
  /^\d{1,4}:(?=\s|\[|[A-Z])/,
  /^\((?:[\w.+-]{0,60}\s{0,2})?(?:pid|ip|tid|worker)[ =][^()\n]{1,80}\)/i,
  /^\((?:node|worker|host|engine|actor)[\w.-]{0,40}\)/i,
  /^\[(?:address|pid|actor)=[^\]\n]{1,120}\]/i,
  /^\[?\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?\]?/,
  /^\[?\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?[ T]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?\]?/,
  /^\[?\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?\]?/,
  /^\[\s{0,12}\d{1,10}\.\d{3,9}\]/,
  /^\[?[IWEF]\d{4} \d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:\s+\d{1,9})?(?: [\w.+-]{1,60}:\d{1,6}\])?/,
  /^[\w.+-]{1,60}\.(?:py|cpp|cc|cu|h):\d{1,6}\](?:\s?\[PG[^\]\n]{0,60}\])?/,
  /^\[?(?:DEBUG|INFO|WARN|WARNING|ERROR|CRITICAL|FATAL)\]?(?::(?=\s)|\s*\||\s*-|\s(?=\d|\[))/,
  /^\[[\w.-]{1,40}:\d{1,6}(?::\w{1,40}@\w{1,40})?\]/,
  /^\[(?:stderr|stdout|bug|feature|question|help|fixed|solved|llm|e)\]\s?:?/i,
  /^E {2,8}(?=\S)/,
  /^(?:[\w.-]{1,40}):\d{1,8}:\d{1,8} (?=\[\d{1,3}\] NCCL)/,
  /^!{2,8}/,
];

const PYTHON_FRAME = /^File "?([^"\n]{1,400}?)"?, lin[e]? (\d{1,7})(?:, in ([^\s(]{1,120}))?/;
const IPYTHON_FRAME = /^(?:File )?([~./\w<][^\s:"]{0,300}):(\d{1,7})(?:,| ) ?in ([^\s(]{1,120})/;
const OLD_IPYTHON_FRAME = /^([~/\w][^\s:"]{0,300}\.py) in ([^\s(]{1,120})\(/;
const PYBIND_FRAME = /^(\/[^\s(]{1,300}\.py)\(\d{1,7}\): ([^\s(]{1,120})$/;
const NATIVE_FRAME = /^frame #\d{1,4}: (.{0,300})$/;
const CODE_MARKS = /^[\s~^-]{1,400}$/;
/** What Python prints around every traceback. It says nothing, so it is dropped like a row of carets. */
const TRACEBACK_MARKS =
  /^[\s─━═╭╮╰╯│-]{0,200}(?:Traceback \(most recent call last\)|During handling of the above exception|The above exception was the direct cause)/;
const ARROW = /^-{2,4}> ?\d{1,6}\s/;

/** Removes who, when and how loud from the front of a line. Idempotent. */
export function stripPrefixes(line: string): string {
  let rest = line.trim();
  for (let round = 0; round < MAX_PREFIXES; round += 1) {
    const before = rest;
    for (const prefix of PREFIXES) rest = rest.replace(prefix, '').trimStart();
    if (rest === before || !rest) break;
  }
  return rest;
}

function readFrame(text: string): StackFrame | null {
  const python = PYTHON_FRAME.exec(text) ?? IPYTHON_FRAME.exec(text);
  if (python) return frame(python[1]!, python[3] ?? '');
  const short = OLD_IPYTHON_FRAME.exec(text) ?? PYBIND_FRAME.exec(text);
  if (short) return frame(short[1]!, short[2]!);
  return NATIVE_FRAME.test(text) ? frame('', '') : null;
}

function frame(file: string, name: string): StackFrame {
  return { file: file.replaceAll('\\', '/'), function: name.replace(/^<|>$/g, '') };
}

/** The beginning of a cut text up to its last whole character: half of a surrogate pair is none. */
export function wholeCharacters(cut: string): string {
  return cut.length > 1 && /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

function pieces(line: string): string[] {
  if (line.length <= MAX_LINE) return [line];
  const cut: string[] = [];
  for (let at = 0; at < line.length; at += cut.at(-1)!.length) {
    cut.push(wholeCharacters(line.slice(at, at + MAX_LINE)));
  }
  return cut;
}

/** Splits cleaned text. Blank lines are left out but counted, so distance between lines stays known. */
export function splitLines(cleaned: string): Line[] {
  const lines: Line[] = [];
  let afterFrame = false;
  cleaned.split('\n').forEach((raw, index) => {
    if (!raw.trim()) return;
    for (const piece of pieces(raw)) {
      const text = stripPrefixes(piece);
      if (!text || CODE_MARKS.test(text) || TRACEBACK_MARKS.test(text)) continue;
      const found = readFrame(text);
      const code = !found && (ARROW.test(text) || (afterFrame && /^\s{4,}/.test(raw)));
      lines.push({ text, index, kind: found ? 'frame' : code ? 'source' : 'text', frame: found });
      afterFrame = found !== null;
    }
  });
  return lines;
}
