/**
 * The grammar of message templates. `{name}` (letters and `_`) is a wildcard, any other brace is literal, `{{` and
 * `}}` escape one brace. Templates may have several lines. They are parsed by hand and matched by tokens: no
 * regular expression is ever made from content, so no template and no paste can make the matcher backtrack.
 */

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hole'; readonly name: string };

export interface TemplateProblem {
  /** Character offset in the template. */
  readonly offset: number;
  readonly problem: 'empty' | 'no-text' | 'adjacent-holes';
}

/** Stands for a wildcard while a template passes through the same cleaning as a paste. */
export const HOLE = '\uE000';

const HOLE_AT = /\{([A-Za-z_]+)\}/y;

/** Splits a template into literal text and wildcards. Every string is a template: stray braces are text. */
export function parseTemplate(template: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let text = '';
  const flush = (): void => {
    if (text) parts.push({ kind: 'text', text });
    text = '';
  };
  for (let at = 0; at < template.length; at += 1) {
    const char = template[at]!;
    if ((char === '{' || char === '}') && template[at + 1] === char) {
      text += char;
      at += 1;
      continue;
    }
    HOLE_AT.lastIndex = at;
    const hole = char === '{' ? HOLE_AT.exec(template) : null;
    if (hole) {
      flush();
      parts.push({ kind: 'hole', name: hole[1]! });
      at += hole[0].length - 1;
    } else {
      text += char;
    }
  }
  flush();
  return parts;
}

/** What is wrong with a template as a template. Whether it is distinctive is asked of `distinctiveTokens`. */
export function checkTemplate(template: string): TemplateProblem[] {
  if (!template.trim()) return [{ offset: 0, problem: 'empty' }];
  const parts = parseTemplate(template);
  if (!parts.some((part) => part.kind === 'text' && /[\p{L}\p{N}]/u.test(part.text))) {
    return [{ offset: 0, problem: 'no-text' }];
  }
  const second = parts.findIndex(
    (part, i) => part.kind === 'hole' && parts[i - 1]?.kind === 'hole',
  );
  if (second < 0) return [];
  return [{ offset: Math.max(0, template.indexOf('}{') + 1), problem: 'adjacent-holes' }];
}

/** The template as text in which `HOLE` stands for each wildcard. */
export function templateText(template: string): string {
  return parseTemplate(template)
    .map((part) => (part.kind === 'text' ? part.text : HOLE))
    .join('');
}
