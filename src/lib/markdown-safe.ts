/**
 * Text made safe for the Markdown of GitHub and GitLab. Text that a reader pasted goes into a fence and nowhere else:
 * only there do both leave mentions, references, HTML and commands alone.
 */

/** A code block that its content cannot end: the fence is longer than any run of backticks in it. */
export function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

const ESCAPE_SEQUENCES =
  /\u001B(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\u0007\u001B\n]{0,512}(?:\u0007|\u001B\\)?)/g;
const LINE_ENDS = /\r\n?|[\u000B\u000C\u0085\u2028\u2029]/g;
/** Controls, direction marks, what has no width, private and unassigned characters, lone surrogates. */
const UNSEEN = /[^\P{C}\n\t]/gu;

/** The text as a reader sees it: without colours, invisible characters and blank lines at its ends. */
export function visible(text: string): string {
  const lines = text
    .replace(ESCAPE_SEQUENCES, '')
    .replace(LINE_ENDS, '\n')
    .replace(UNSEEN, '')
    .split('\n')
    .map((line) => line.trimEnd());
  const isFilled = (line: string) => line !== '';
  return lines
    .slice(Math.max(0, lines.findIndex(isFilled)), lines.findLastIndex(isFilled) + 1)
    .join('\n');
}

/** What GitHub or GitLab would turn into a mention or a link to an issue, a commit or a snippet. */
const REFERENCES =
  /(?<![\w/])(?:@[\w-]+|(?:[\w.-]+\/)*[\w.-]*[#!$%&]\d+|GH-\d+|(?=[a-f]*\d)[0-9a-f]{7,40}(?![\w-]))/gi;
const MARKUP = /[\\`*_[\]<>~$|&]/g;

/** A sentence whose only markup is code between backticks, as Markdown that shows exactly that. */
export function inlineMarkdown(sentence: string): string {
  return sentence
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : plainWords(part)))
    .join('');
}

function plainWords(text: string): string {
  const escaped = (words: string) => words.replace(MARKUP, String.raw`\$&`);
  let shown = '';
  let end = 0;
  for (const reference of text.matchAll(REFERENCES)) {
    shown += `${escaped(text.slice(end, reference.index))}\`${reference[0]}\``;
    end = reference.index + reference[0].length;
  }
  return shown + escaped(text.slice(end));
}
