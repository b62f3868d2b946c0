import { getCollection } from 'astro:content';
import type { FigureRuns } from '#src/schemas/figure-runs.ts';

type RunsOf<P extends FigureRuns['program']> = Extract<FigureRuns, { program: P }>;

/** What a program of `tools/figures` measured. Throws where its file is missing. */
async function runsOf<P extends FigureRuns['program']>(program: P): Promise<RunsOf<P>> {
  const entries = await getCollection('figureRuns');
  const found = entries.map(({ data }) => data).find((data) => data.program === program);
  if (!found) throw new Error(`content/figures has no file written by ${program}`);
  return found as RunsOf<P>;
}

/** Everything that was run for the figures, by figure. */
export async function figureRuns() {
  const [attention, dora, memory] = await Promise.all([
    runsOf('tools/figures/attention_kernels.py'),
    runsOf('tools/figures/dora_dtypes.py'),
    runsOf('tools/figures/memory_step.py'),
  ]);
  return { attention, dora, memory };
}

export type AllFigureRuns = Awaited<ReturnType<typeof figureRuns>>;
