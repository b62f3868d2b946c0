/** Frames as evidence: file and function names that identify an error whose message was cut off. */
import type { StackFrame } from './lines.ts';
import type { Frame } from './types.ts';

/** How much one matched frame says: both names, the file where that is all that is known, or another function in it. */
const FILE_AND_FUNCTION = 1;
const FILE_ONLY = 0.35;
const OTHER_FUNCTION = 0.2;

export interface FrameMatch {
  readonly weight: number;
  readonly named: boolean;
  readonly label: string;
}

/** Last part of a path, lower-case: frames with another one cannot match. */
export function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1).toLowerCase();
}

/** `torch/amp/grad_scaler.py` also matches where a release moved the file inside the same package. */
export function sameFile(pasted: string, known: string): boolean {
  const path = known.replaceAll('\\', '/').toLowerCase();
  const whole = pasted.toLowerCase();
  if (whole === path || whole.endsWith(`/${path}`)) return true;
  const top = path.split('/')[0]!;
  return path.includes('/') && baseName(whole) === baseName(path) && whole.includes(`/${top}/`);
}

/** Compares one pasted frame with one known frame. */
export function matchFrame(pasted: StackFrame, known: Frame): FrameMatch | null {
  if (!pasted.file || !sameFile(pasted.file, known.file)) return null;
  const base = known.file.slice(known.file.lastIndexOf('/') + 1);
  if (known.function === undefined) return { weight: FILE_ONLY, named: false, label: base };
  if (lastName(known.function) !== lastName(pasted.function)) {
    return { weight: OTHER_FUNCTION, named: false, label: base };
  }
  return { weight: FILE_AND_FUNCTION, named: true, label: `${base} ${known.function}` };
}

/** `Class.method` is printed as `method` by Python before 3.11 and as either by notebooks. */
function lastName(name: string): string {
  return name.replace(/\(.*$/, '').split('.').at(-1)!.toLowerCase();
}

/** Each distinct frame once, innermost last; the innermost of a huge stack are kept. */
export function distinctFrames(frames: readonly StackFrame[]): StackFrame[] {
  const seen = new Map<string, StackFrame>();
  for (const frame of frames) {
    const key = `${frame.file}\n${frame.function}`;
    seen.delete(key);
    seen.set(key, frame);
  }
  return [...seen.values()].slice(-MAX_FRAMES);
}

const MAX_FRAMES = 400;
