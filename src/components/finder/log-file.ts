/** Reads a file that a reader dropped: logs are text of a few megabytes. */
import { decoderFor } from '#src/lib/text-decoder.ts';

const LARGEST = 5 * 1024 * 1024;
/** Logs may hold a stray byte; more of them is another kind of file. */
const MOST_BROKEN = 0.02;

export type FileProblem = 'file-too-large' | 'not-text';

/** The file's text, or what is wrong with it. */
export async function readLog(file: File): Promise<{ text: string } | { problem: FileProblem }> {
  if (file.size > LARGEST) return { problem: 'file-too-large' };
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const text = decoderFor(bytes).decode(bytes);
    return isText(text) ? { text } : { problem: 'not-text' };
  } catch {
    return { problem: 'not-text' };
  }
}

/** Binary files hold NULs, or bytes that are no characters. */
export function isText(text: string): boolean {
  const sample = text.slice(0, 100_000);
  let broken = 0;
  for (const character of sample) {
    if (character === '\0') return false;
    if (character === '\uFFFD') broken += 1;
  }
  return broken <= sample.length * MOST_BROKEN;
}
