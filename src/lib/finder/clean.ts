/**
 * Stage 1: raw paste to plain text. Compatibility forms become their plain form (full-width `：` and `Ｅｒｒｏｒ`),
 * quotes become ASCII, colours and invisible characters go, every kind of line end becomes `\n`. A carriage return
 * is a line end too: what a progress bar overwrote is scanned like any other line, and CR files work.
 */

/** Escape sequences: CSI with parameters, OSC up to its terminator (bounded), and two-character escapes. */
const ESCAPES =
  /\u001B(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\u0007\u001B\n]{0,512}(?:\u0007|\u001B\\)?|[@-Z\\^_])/g;
/** What is left of a colour when the escape character was lost on the way through a web form. */
const LOST_COLOURS = /\[(?:\d{1,3};){0,4}\d{1,3}m/g;
const LINE_ENDS = /\r\n?|[\u000B\u000C\u0085\u2028\u2029]/g;
/** Controls except tab and newline, zero-width, direction marks, soft hyphen, byte order mark, the wildcard's stand-in. */
const INVISIBLE =
  /[\u0000-\u0008\u000E-\u001F\u007F-\u009F\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFE00-\uFE0F\uFEFF]/g;
const LONE_SURROGATES = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const SINGLE_QUOTES = /[‘’‚‛′‵´`＇]/g;
const DOUBLE_QUOTES = /[“”„‟″〝〞«»「」『』]/g;
const SPACES = /[\t\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g;

/** Two ligatures that stand for a whole sentence: 200 KB of them would become 4 MB. */
const SENTENCE_LIGATURES = /[\uFDFA\uFDFB]/g;
const BEYOND_ASCII = /[^\u0000-\u007F]/;

/** Nothing to clean: printable ASCII without the characters that some rule changes. */
const PLAIN = /^[\n -Z\\-_a-~]*$/;

/** The text without colours and other escape sequences of terminals. */
export function withoutEscapes(text: string): string {
  return text.replace(ESCAPES, '');
}

/** Cleans a paste. Idempotent, never throws, whatever the string holds. */
export function clean(text: string): string {
  if (PLAIN.test(text)) return text;
  const plain = withoutEscapes(text)
    .replace(LINE_ENDS, '\n')
    .replace(INVISIBLE, '')
    .replace(LOST_COLOURS, ' ');
  const unified = BEYOND_ASCII.test(plain) ? unify(plain) : plain;
  return unified.replace(SINGLE_QUOTES, "'").replace(SPACES, ' ');
}

function unify(text: string): string {
  return text
    .replace(LONE_SURROGATES, '')
    .replace(SENTENCE_LIGATURES, '')
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(LOST_COLOURS, ' ')
    .replace(SINGLE_QUOTES, "'")
    .replace(DOUBLE_QUOTES, '"')
    .normalize('NFKC');
}
