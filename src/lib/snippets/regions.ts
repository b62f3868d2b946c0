import { dedent } from './dedent.ts';

/** A named part of a source file, as it is shown on the page. */
export interface NamedRegion {
  name: string;
  /**
   * The region's lines without its common indentation, without markers, ending without a newline.
   */
  code: string;
  /** Line of the file, counted from 1, on which `code` starts. */
  startLine: number;
}

/** A region with the file of the guide that it comes from. */
export interface RegionSource extends NamedRegion {
  language: 'python' | 'bash';
  /** `repro.py` or `commands.sh`. */
  file: string;
}

export type RegionFault =
  'unclosed' | 'unopened' | 'nested' | 'duplicate' | 'empty' | 'badly-named';

export interface RegionProblem {
  fault: RegionFault;
  /** Name of the region, or an empty string where an end has no beginning. */
  name: string;
  line: number;
}

interface OpenRegion {
  name: string;
  markerLine: number;
  lines: { text: string; line: number }[];
}

const opening = /^\s*#\s*region:(.*)$/;
const closing = /^\s*#\s*endregion\b/;
const wellNamed = /^[a-z0-9]+(?:[-/][a-z0-9]+)*$/;

/**
 * Finds the regions of a Python or shell file: the lines between `# region: name` and `#
 * endregion`. Regions follow one another; one inside another is a fault, because its code would be
 * shown and hashed twice.
 */
export function findRegions(source: string): { regions: NamedRegion[]; problems: RegionProblem[] } {
  const regions: NamedRegion[] = [];
  const problems: RegionProblem[] = [];
  let open: OpenRegion | undefined;
  let nested = 0;

  const report = (fault: RegionFault, name: string, line: number): void => {
    problems.push({ fault, name, line });
  };

  for (const [index, text] of source.split(/\r?\n/).entries()) {
    const line = index + 1;
    const name = opening.exec(text)?.[1]?.trim();
    if (name !== undefined) {
      if (!wellNamed.test(name)) report('badly-named', name, line);
      if (open) {
        report('nested', name, line);
        nested += 1;
      } else {
        if (regions.some((region) => region.name === name)) report('duplicate', name, line);
        open = { name, markerLine: line, lines: [] };
      }
    } else if (closing.test(text)) {
      if (!open) report('unopened', '', line);
      else if (nested > 0) nested -= 1;
      else {
        const region = close(open);
        if (region) regions.push(region);
        else report('empty', open.name, open.markerLine);
        open = undefined;
      }
    } else open?.lines.push({ text, line });
  }
  if (open) report('unclosed', open.name, open.markerLine);
  return { regions, problems };
}

function close({ name, lines }: OpenRegion): NamedRegion | undefined {
  const first = lines.findIndex(({ text }) => text.trim() !== '');
  const last = lines.findLastIndex(({ text }) => text.trim() !== '');
  const shown = first === -1 ? [] : lines.slice(first, last + 1);
  const [start] = shown;
  return (
    start && { name, code: dedent(shown.map(({ text }) => text)).join('\n'), startLine: start.line }
  );
}
