import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import bash from 'shiki/langs/bash.mjs';
import json from 'shiki/langs/json.mjs';
import python from 'shiki/langs/python.mjs';
import toml from 'shiki/langs/toml.mjs';
import yaml from 'shiki/langs/yaml.mjs';

/**
 * Build-time highlighting with classes only: a `style` attribute would need `unsafe-inline` in the policy.
 * Colours live in `styles/code.css`, one rule for each class that `tokenClass` can return.
 */

export const codeLanguages = ['python', 'bash', 'json', 'toml', 'yaml', 'text'] as const;
export type CodeLanguage = (typeof codeLanguages)[number];

const theme = createCssVariablesTheme({
  name: 'tracebook',
  variablePrefix: '--',
  fontStyle: false,
});

// The promise is kept, not the value: pages render concurrently and Shiki wants one instance.
let highlighter: Promise<HighlighterCore> | undefined;
const getHighlighter = () =>
  (highlighter ??= createHighlighterCore({
    themes: [theme],
    langs: [python, bash, json, toml, yaml],
    engine: createJavaScriptRegexEngine(),
  }));

/** A part of the code, in UTF-16 units, that becomes a `<var>` of a kind. It lies inside one line. */
export interface CodeMark {
  start: number;
  end: number;
  kind: string;
}

/** Pieces of code in memory: those of some ten guides, of which a build renders one language after the other. */
const MOST = 200;
const memory = new Map<string, Promise<string[]>>();

/** One HTML string for each line of `code`, escaped. Both languages of a guide share the work. */
export function highlightLines(
  code: string,
  language: CodeLanguage,
  marks: readonly CodeMark[] = [],
): Promise<string[]> {
  const key = `${language}\n${JSON.stringify(marks)}\n${code}`;
  const known = memory.get(key);
  if (known) return known;
  const lines = render(code, language, marks);
  memory.set(key, lines);
  if (memory.size > MOST) memory.delete(memory.keys().next().value ?? '');
  return lines;
}

async function render(
  code: string,
  language: CodeLanguage,
  marks: readonly CodeMark[],
): Promise<string[]> {
  if (language === 'text') return code.split('\n').map(escapeHtml);
  const shiki = await getHighlighter();
  const { tokens } = shiki.codeToTokens(code, {
    lang: language,
    theme: theme.name ?? '',
    // By default a line is left half done after 500 ms: a busy machine built other pages.
    tokenizeTimeLimit: 0,
  });
  return tokens.map((line) => {
    let html = '';
    let open = '';
    // Neighbours of one class share a span: fewer elements than one for each token.
    for (const { content, color, offset } of line) {
      const name = tokenClass(color);
      const inside = marks.find(({ start, end }) => start < offset && offset < end);
      // A mark that goes over several tokens keeps the class of its first one: elements nest.
      if (name !== open && !inside) {
        html += (open && '</span>') + (name && `<span class="${name}">`);
        open = name;
      }
      html += markedHtml(content, offset, marks);
    }
    return html + (open && '</span>');
  });
}

/** The text of one token, escaped, with the beginnings and ends of marks that fall into it. */
function markedHtml(content: string, offset: number, marks: readonly CodeMark[]): string {
  let html = '';
  let done = 0;
  const add = (until: number, tag: string): void => {
    html += escapeHtml(content.slice(done, until)) + tag;
    done = until;
  };
  for (const { start, end, kind } of marks) {
    const [from, to] = [start - offset, end - offset];
    if (from >= 0 && from < content.length) add(from, `<var data-kind="${kind}">`);
    if (to > 0 && to <= content.length) add(to, '</var>');
  }
  return html + escapeHtml(content.slice(done));
}

/** `var(--token-string-expression)` → `t-string`; plain text has no class. */
function tokenClass(color = ''): string {
  const name = /^var\(--token-([a-z]+)/.exec(color)?.[1];
  return !name || name === 'punctuation' ? '' : `t-${name}`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
