/** Frames as evidence: file and function names that identify an error whose message was cut off. */
import type { Line } from './lines.ts';
import type { Frame } from './types.ts';

/** How much one matched frame says: both names, a function in a file of another release, or the file alone. */
const FILE_AND_FUNCTION = 1;
const FILE_ONLY = 0.35;

export interface FrameMatch {
  readonly weight: number;
  readonly named: boolean;
  readonly label: string;
}

/** `torch/amp/grad_scaler.py` also matches where a release moved the file: its last two parts, or the last one. */
export function sameFile(pasted: string, known: string): boolean {
  const path = known.replaceAll('\\', '/').toLowerCase();
  const whole = pasted.toLowerCase();
  if (whole === path || whole.endsWith(`/${path}`)) return true;
  const base = path.slice(path.lastIndexOf('/') + 1);
  const top = path.split('/')[0]!;
  return whole.endsWith(`/${base}`) && path.includes('/') && whole.includes(`/${top}/`);
}

/** Compares one pasted frame with one known frame. */
export function matchFrame(line: Line, known: Frame): FrameMatch | null {
  const pasted = line.frame;
  if (!pasted?.file || !sameFile(pasted.file, known.file)) return null;
  const base = known.file.slice(known.file.lastIndexOf('/') + 1);
  if (known.function === undefined) return { weight: FILE_ONLY, named: false, label: base };
  if (lastName(known.function) !== lastName(pasted.function)) return null;
  return { weight: FILE_AND_FUNCTION, named: true, label: `${base} ${known.function}` };
}

/** `Class.method` is printed as `method` by Python before 3.11 and as either by notebooks. */
function lastName(name: string): string {
  return name.replace(/\(.*$/, '').split('.').at(-1)!.toLowerCase();
}
