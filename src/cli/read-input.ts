import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { decoderFor } from '../lib/text-decoder.ts';
import { InputError } from './input-error.ts';
import type { Io } from './io.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
};

/**
 * Hands the text of a file, or of standard input for `-` and none, on piece by piece. UTF-8, and UTF-16 with its mark,
 * which PowerShell's `>` writes; what is neither comes out as replacement characters.
 */
export async function readInput(
  { stdin }: Io,
  file: string | undefined,
  take: (text: string) => void,
): Promise<void> {
  const isStdin = file === undefined || file === '-';
  if (isStdin && stdin.isTTY)
    throw new InputError('nothing to read: pipe the error in, or name a file');
  const stream: Readable = isStdin ? stdin : createReadStream(file);
  let decoder: TextDecoder | undefined;
  try {
    for await (const chunk of stream) {
      const bytes = chunk as Buffer;
      decoder ??= decoderFor(bytes);
      take(decoder.decode(bytes, { stream: true }));
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const reason = Object.hasOwn(reasons, code) ? reasons[code] : (error as Error).message;
    throw new InputError(
      `cannot read ${isStdin ? 'standard input' : `"${file}"`}: ${reason ?? code}`,
    );
  }
  const rest = decoder?.decode() ?? '';
  if (rest) take(rest);
}

/** The whole text. Throws an InputError where it is longer than `most` characters. */
export async function readWhole(
  io: Io,
  file: string | undefined,
  most = Infinity,
): Promise<string> {
  const pieces: string[] = [];
  let length = 0;
  await readInput(io, file, (text) => {
    length += text.length;
    if (length > most) throw new InputError(`more than ${most} characters`);
    pieces.push(text);
  });
  return pieces.join('');
}
