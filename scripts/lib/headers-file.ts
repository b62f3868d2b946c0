/**
 * Reads a `_headers` file as static hosts do: a line without indentation is a path pattern,
 * indented lines below it are the headers of every path that fits. Where several patterns fit,
 * their values for one header are joined by a comma.
 */

export interface HeaderRule {
  readonly path: string;
  readonly pattern: RegExp;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** `*` stands for any text, `:name` for one path segment. */
function toPattern(path: string): RegExp {
  const source = path
    .split(/(\*|:[A-Za-z]\w*)/)
    .map((part) => {
      if (part === '*') return '.*';
      return part.startsWith(':') ? '[^/]+' : part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
    })
    .join('');
  return new RegExp(`^${source}$`);
}

/** Throws on a line that no host would understand, with its number. */
export function parseHeadersFile(text: string): HeaderRule[] {
  const rules: { path: string; pattern: RegExp; headers: [string, string][] }[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    if (!/^\s/.test(line)) {
      if (!content.startsWith('/')) throw new Error(`_headers:${index + 1}: a path starts with /`);
      rules.push({ path: content, pattern: toPattern(content), headers: [] });
      continue;
    }
    const [, name, value] = /^([\w-]+):\s*(.+)$/.exec(content) ?? [];
    const rule = rules.at(-1);
    if (name === undefined || value === undefined || !rule) {
      throw new Error(`_headers:${index + 1}: expected "Name: value" under a path`);
    }
    rule.headers.push([name, value]);
  }
  return rules;
}

/** The headers of one path, with their names in lower case. */
export function headersFor(rules: readonly HeaderRule[], path: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const rule of rules) {
    if (!rule.pattern.test(path)) continue;
    for (const [name, value] of rule.headers) {
      const key = name.toLowerCase();
      const before = found.get(key);
      found.set(key, before === undefined ? value : `${before}, ${value}`);
    }
  }
  return found;
}
