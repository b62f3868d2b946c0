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
 * shown and hashed twice. Where one begins before another has ended, the end is missing, unless an
 * end too many follows: then they were nested.
 */
export function findRegions(source: string): { regions: NamedRegion[]; problems: RegionProblem[] } {
  const regions: NamedRegion[] = [];
  const problems: RegionProblem[] = [];
  let open: OpenRegion | undefined;
  /** Regions without an end so far, with the fault that each is if its end is yet to come. */
  const unclosed: { outer: RegionProblem; inner: RegionProblem }[] = [];

  const report = (fault: RegionFault, name: string, line: number): void => {
    problems.push({ fault, name, line });
  };

  for (const [index, text] of source.split(/\r?\n/).entries()) {
    const line = index + 1;
    const name = opening.exec(text)?.[1]?.trim();
    if (name !== undefined) {
      if (!wellNamed.test(name)) report('badly-named', name, line);
      if (open) {
        const outer: RegionProblem = { fault: 'unclosed', name: open.name, line: open.markerLine };
        problems.push(outer);
        unclosed.push({ outer, inner: { fault: 'nested', name, line } });
      }
      if (regions.some((region) => region.name === name)) report('duplicate', name, line);
      open = { name, markerLine: line, lines: [] };
    } else if (closing.test(text)) {
      const nesting = open ? undefined : unclosed.pop();
      if (nesting) Object.assign(nesting.outer, nesting.inner);
      else if (!open) report('unopened', '', line);
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
