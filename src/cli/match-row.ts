import { z } from 'zod';
import { InputError } from './input-error.ts';

/** Extra fields are allowed, so that a labelled file can be piped in as it is. */
const rowSchema = z.object({ id: z.union([z.string(), z.number()]), text: z.string() });

export type InputRow = z.infer<typeof rowSchema>;

/** One line of `--jsonl` input; blank lines give nothing. `at` counts from 0. */
export function parseRow(line: string, at: number): InputRow[] {
  if (!line.trim()) return [];
  try {
    const result = rowSchema.safeParse(JSON.parse(line));
    if (result.success) return [result.data];
    const issue = result.error.issues[0];
    const field = issue?.path.join('.');
    throw new InputError(
      `line ${at + 1}: ${field ? `"${field}": ` : ''}${issue?.message ?? 'wrong shape'}`,
    );
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`line ${at + 1}: is not JSON: ${(error as Error).message}`);
  }
}
