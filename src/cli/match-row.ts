import { InputError } from './input-error.ts';

/** Extra fields are allowed, so that a labelled file can be piped in as it is. */
export interface InputRow {
  id: string | number;
  text: string;
}

/** One line of `--jsonl` input; blank lines give nothing. `at` counts from 0. */
export function parseRow(line: string, at: number): InputRow[] {
  if (!line.trim()) return [];
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (error) {
    throw new InputError(`line ${at + 1}: is not JSON: ${(error as Error).message}`);
  }
  if (typeof row !== 'object' || row === null)
    throw new InputError(`line ${at + 1}: is no object: give {"id": …, "text": …}`);
  const { id, text } = row as { id?: unknown; text?: unknown };
  if (typeof id !== 'string' && typeof id !== 'number')
    throw new InputError(`line ${at + 1}: "id" must be a string or a number`);
  if (typeof text !== 'string') throw new InputError(`line ${at + 1}: "text" must be a string`);
  return [{ id, text }];
}
