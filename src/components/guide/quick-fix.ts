import type { Trainer } from '#src/lib/context/ids.ts';

const trainersOf = /(?<=\bdata-trainer=")[^"]*(?=")/g;

/**
 * The HTML of a quick fix in which every reader finds something open: whom no variant is written for is shown the
 * Transformers one, or the first, since Unsloth and TRL build on it. Its code says for whom it was written.
 */
export function openForAll(html: string, readers: readonly Trainer[]): string {
  const written = [...html.matchAll(trainersOf)].map(([list]) => list.split(' '));
  const others = readers.filter((reader) => !written.flat().includes(reader));
  const shown = written.find((list) => list.includes('transformers')) ?? written[0];
  if (!shown || others.length === 0) return html;
  return html.replace(
    `data-trainer="${shown.join(' ')}"`,
    `data-trainer="${[...shown, ...others].join(' ')}"`,
  );
}
