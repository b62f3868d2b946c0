import { join } from 'node:path';
import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import bash from 'shiki/langs/bash.mjs';
import json from 'shiki/langs/json.mjs';
import python from 'shiki/langs/python.mjs';
import toml from 'shiki/langs/toml.mjs';
import yaml from 'shiki/langs/yaml.mjs';
import { keptBytes } from '../build/kept-bytes.ts';

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

const memory = new Map<string, Promise<string[]>>();

/** What highlighted lines depend on beside code, language and marks: this file, and Shiki with all that it uses. */
const makers = [
  'src/markdown/highlight.ts',
  ...[
    'shiki',
    '@shikijs/core',
    '@shikijs/engine-javascript',
    '@shikijs/langs',
    '@shikijs/primitive',
  ]
    .concat('@shikijs/types', '@shikijs/vscode-textmate', 'oniguruma-to-es', 'oniguruma-parser')
    .map((name) => `node_modules/${name}/package.json`),
];
const kept = keptBytes(join('node_modules', '.cache', 'tracebook-code'), makers);

/** One HTML string for each line of `code`, escaped. Both languages of a guide share the work, and so do builds. */
export function highlightLines(
  code: string,
  language: CodeLanguage,
  marks: readonly CodeMark[] = [],
): Promise<string[]> {
  const key = `${language}\n${JSON.stringify(marks)}\n${code}`;
  let lines = memory.get(key);
  if (!lines) memory.set(key, (lines = keepLines(key, () => render(code, language, marks))));
  return lines;
}

async function keepLines(key: string, make: () => Promise<string[]>): Promise<string[]> {
  const known = kept.read(key);
  if (known) return known.toString('utf8').split('\n');
  const lines = await make();
  kept.write(key, Buffer.from(lines.join('\n')));
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
