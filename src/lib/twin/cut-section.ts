const heading = /^(#{1,6}) (.*?)(?: \{#([\w-]+)\})?$/;

/** A heading of a twin that has an anchor. */
export interface TwinHeading {
  anchor: string;
  /** 2 for sections, 3 for causes and fixes. */
  depth: number;
  text: string;
}

/** The sections, causes and fixes of a twin: what can be copied by itself. */
export function twinHeadings(twin: string): TwinHeading[] {
  return headingsOf(twin).flatMap(({ anchor, depth, text }) =>
    anchor === undefined ? [] : [{ anchor, depth, text }],
  );
}

/**
 * One section of a twin, ready to stand elsewhere: links into the guide become permanent ones, the
 * addresses that it cites come along, and the last line says where it is from. Undefined where the
 * twin has no such anchor.
 */
export function cutSection(twin: string, anchor: string): string | undefined {
  const headings = headingsOf(twin);
  const first = headings.find((one) => one.anchor === anchor);
  if (!first) return undefined;
  const next = headings.find(({ index, depth }) => index > first.index && depth <= first.depth);
  const permalink = /^permalink: "(.*)"$/m.exec(twin)?.[1] ?? '';
  const prose = new Set(proseLines(twin).map(({ index }) => index));
  const body = twin
    .split('\n')
    .map((line, index) => (prose.has(index) ? standalone(line, permalink) : line))
    .slice(first.index, next?.index)
    .join('\n')
    .trim();
  const cited = twin.split('\n').filter((line) => {
    const number = definition.exec(line)?.[1];
    return number !== undefined && body.includes(`][${number}]`);
  });
  return `${[body, cited.join('\n'), `${permalink}#${anchor}`].filter(Boolean).join('\n\n')}\n`;
}

const definition = /^\[(\d+)\]: /;

/** A line of prose without what has a meaning in the whole twin only. */
function standalone(line: string, permalink: string): string {
  if (definition.test(line)) return '';
  return line.replace(heading, '$1 $2').replaceAll('](#', `](${permalink}#`);
}

interface Heading {
  anchor: string | undefined;
  depth: number;
  text: string;
  /** Number of its line, from 0. */
  index: number;
}

function headingsOf(twin: string): Heading[] {
  return proseLines(twin).flatMap(({ line, index }) => {
    const [, marks, text = '', anchor] = heading.exec(line) ?? [];
    return marks ? [{ anchor, depth: marks.length, text, index }] : [];
  });
}

/** Lines outside code: in a fence, `# …` is a comment of Python. */
function proseLines(twin: string): { line: string; index: number }[] {
  let fence: string | undefined;
  return twin.split('\n').flatMap((line, index) => {
    const mark = /^\s*(`{3,})/.exec(line)?.[1];
    if (fence === undefined) {
      if (mark === undefined) return [{ line, index }];
      fence = mark;
    } else if (mark === fence && line.trim() === fence) fence = undefined;
    return [];
  });
}
