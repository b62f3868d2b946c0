/**
 * Are the cut-offs fitted to the labelled rows? Each fold holds the rows of some source projects; the `likely`
 * cut-off is chosen on the other folds alone, then judged on the fold it has not seen.
 */
import { tuning } from '../../src/lib/finder/tuning.ts';
import type { CompiledIndex } from '../../src/lib/finder/index.ts';
import { figures, outcomes, type Figures, type Row } from './measure.ts';

const FOLDS = 5;
const CANDIDATES = [0.35, 0.45, 0.5, 0.55, 0.6, 0.7];
const WANTED_PRECISION = 0.97;
const ALLOWED_FALSE = 0.02;

export interface Fold {
  name: string;
  figures: Figures;
}

/** A project's rows stay together: its users quote alike. */
function foldOf({ source }: Row): number {
  const project = source.split('#')[0]!;
  return Buffer.from(project).reduce((sum, byte) => (sum * 31 + byte) % 9973, 7) % FOLDS;
}

function withCutOff<T>(likely: number, run: () => T): T {
  const before = tuning.likely.message;
  tuning.likely.message = likely;
  try {
    return run();
  } finally {
    tuning.likely.message = before;
  }
}

/** The lowest cut-off that keeps both promises: it answers most texts. */
function choose(rows: readonly Row[], index: CompiledIndex): number {
  const good = CANDIDATES.find((likely) => {
    const { precision, falseConfident } = withCutOff(likely, () => figures(outcomes(rows, index)));
    return (
      precision.hit >= precision.of * WANTED_PRECISION &&
      falseConfident.hit <= falseConfident.of * ALLOWED_FALSE
    );
  });
  return good ?? CANDIDATES.at(-1)!;
}

/** One line per fold, judged with the cut-off that the other folds chose. */
export function crossValidate(rows: readonly Row[], index: CompiledIndex): Fold[] {
  return Array.from({ length: FOLDS }, (_, fold) => {
    const own = rows.filter((row) => foldOf(row) === fold);
    const chosen = choose(
      rows.filter((row) => foldOf(row) !== fold),
      index,
    );
    return {
      name: `fold ${fold + 1}: ${own.length} texts, cut-off ${chosen}`,
      figures: withCutOff(chosen, () => figures(outcomes(own, index))),
    };
  });
}
