import { InputError } from './input-error.ts';

/** Extra fields are allowed, so that a labelled file can be piped in as it is. */
export interface InputRow {
  id: string | number;
  text: string;
}

/** One line of `--jsonl` input. Throws an InputError that says what is wrong with it. */
export function parseRow(line: string): InputRow {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (error) {
    throw new InputError(`is not JSON: ${(error as Error).message}`);
  }
  if (typeof row !== 'object' || row === null)
    throw new InputError('is no object: give {"id": …, "text": …}');
  const { id, text } = row as { id?: unknown; text?: unknown };
  if (typeof id !== 'string' && typeof id !== 'number')
    throw new InputError('"id" must be a string or a number');
  if (typeof text !== 'string') throw new InputError('"text" must be a string');
  return { id, text };
}
