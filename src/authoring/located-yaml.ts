import { isCollection, isMap, isNode, isPair, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Node } from 'yaml';
import { LazyPlace } from './lazy-place.ts';
import type { Place, Problem } from './problem.ts';
import { problem } from './problem.ts';
import { readYaml } from './read-yaml.ts';

/** Keys and indexes from the root of a YAML file to a value. */
export type YamlPath = readonly (string | number)[];

/** A YAML text with the place of each of its values. */
export interface LocatedYaml {
  /** The plain value, or undefined where the text cannot be read. */
  value: unknown;
  /** Place of the value at `path`, or of the nearest thing around it that exists. */
  at: (path: YamlPath) => Place;
  /** Place of the key that leads to `path`, for keys that are themselves the problem. */
  atKey: (path: YamlPath) => Place;
  problems: Problem[];
}

/** Reads YAML that starts on `firstLine` of `file` (front matter starts on line 2). */
export function locateYaml(file: string, text: string, firstLine = 1): LocatedYaml {
  const counter = new LineCounter();
  let parsed: Document.Parsed | undefined;
  // Hardly ever is a place asked for.
  const document = (): Document.Parsed =>
    (parsed ??= parseDocument(text, { lineCounter: counter, prettyErrors: false }));
  const placeAt = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { file, line: Math.max(line, 1) + firstLine - 1, column: Math.max(col, 1) };
  };
  const problems: Problem[] = [];
  const value = readYaml(text, () => {
    // The others follow from the first more often than not.
    const [error] = document().errors;
    if (!error) return document().toJS();
    const detail = firstSentence(error.message);
    problems.push(problem('yaml-syntax', placeAt(error.pos[0]), { detail }));
    return undefined;
  });
  if (text.includes(' #')) {
    for (const { offset, lost } of cutTexts(document(), text))
      problems.push(problem('yaml-text-cut', placeAt(offset), { detail: lost }));
  }
  return {
    value,
    at: (path) => new LazyPlace(() => placeAt(offsetOf(document(), path))),
    atKey: (path) => placeAt(keyOffsetOf(document(), path) ?? offsetOf(document(), path)),
    problems,
  };
}

/** Texts without quotes that a comment follows on their line, unless it is the note of something to be done. */
function cutTexts(document: Document.Parsed, text: string): { offset: number; lost: string }[] {
  const cut: { offset: number; lost: string }[] = [];
  visit(document, {
    Scalar: (_key, { type, value, range }) => {
      if (type !== 'PLAIN' || typeof value !== 'string' || !range) return;
      const [, lost] = /^[ \t]+(#(?! TODO\b).*)/.exec(text.slice(range[1])) ?? [];
      if (lost !== undefined) cut.push({ offset: range[1], lost });
    },
  });
  return cut;
}

function offsetOf(document: Document.Parsed, path: YamlPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = nodeAt(document, path.slice(0, length));
    if (node?.range) return node.range[0];
  }
  return (document.contents as Node | null)?.range?.[0] ?? 0;
}

function keyOffsetOf(document: Document.Parsed, path: YamlPath): number | undefined {
  const parent = nodeAt(document, path.slice(0, -1));
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(
    (item) => isPair(item) && String(item.key) === String(path.at(-1)),
  );
  return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
}

function nodeAt(document: Document.Parsed, path: YamlPath): Node | undefined {
  const { contents } = document;
  const node: unknown =
    path.length === 0 || !isCollection(contents) ? contents : contents.getIn(path, true);
  return isNode(node) ? node : undefined;
}

function firstSentence(message: string): string {
  return message.split('\n')[0]?.trim() ?? message;
}
