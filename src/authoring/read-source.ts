import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { labelOf } from './content-files.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';

/** A text of the content as it was read. */
export interface SourceText {
  /** How problems name it. */
  file: string;
  /** Undefined where there is no file, or none that can be used, which is a problem. */
  text: string | undefined;
  problems: Problem[];
}

/** Reads a text that may be absent. Every text is a file in UTF-8 that holds something. */
export function readSource(contentDir: string, path: string): SourceText {
  const file = labelOf(contentDir, path);
  const found = (code: 'file-folder' | 'file-encoding' | 'file-empty', line = 1): SourceText => {
    const name = basename(path);
    return {
      file,
      text: undefined,
      problems: [problem(code, { file, line, column: 1 }, { name })],
    };
  };
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return { file, text: undefined, problems: [] };
  if (!stats.isFile()) return found('file-folder');
  const bytes = readFileSync(path);
  if (!isText(bytes)) return found('file-encoding', firstBrokenLine(bytes));
  const text = bytes.toString();
  return text.trim() === '' ? found('file-empty') : { file, text, problems: [] };
}

/** Reads a text that must be there. */
export function requireSource(contentDir: string, path: string): SourceText {
  const source = readSource(contentDir, path);
  const { file, text, problems } = source;
  if (text !== undefined || problems.length > 0) return source;
  const place = { file, line: 1, column: 1 };
  return { ...source, problems: [problem('file-missing', place, { name: basename(path) })] };
}

/** UTF-16 of Latin letters is valid UTF-8 with NULs. */
function isText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}

/** A line feed is never a part of another character of UTF-8, so each line can be judged alone. */
function firstBrokenLine(bytes: Buffer): number {
  const lines = bytes.toString('latin1').split('\n');
  return lines.findIndex((line) => !isText(Buffer.from(line, 'latin1'))) + 1;
}
