import type { ModelShape } from './memory-table.ts';

/** Parameters of a model by what becomes of them. */
export interface ParameterCounts {
  /** The matrices of the layers: what LoRA adapts and 4-bit loading quantizes. */
  linear: number;
  norms: number;
  embedding: number;
  /** The output head; 0 where it is the embedding. */
  head: number;
  total: number;
}

/** Width of the keys and values of one token. */
export const kvWidth = ({ kvHeads, headDim }: ModelShape) => kvHeads * headDim;
/** Width of the queries of one token. */
export const queryWidth = ({ heads, headDim }: ModelShape) => heads * headDim;

export function countParameters(shape: ModelShape): ParameterCounts {
  const { layers, hidden, intermediate, vocabulary, tied } = shape;
  const attention = 2 * hidden * queryWidth(shape) + 2 * hidden * kvWidth(shape);
  const linear = layers * (attention + 3 * hidden * intermediate);
  const norms = (2 * layers + 1) * hidden;
  const embedding = vocabulary * hidden;
  const head = tied ? 0 : embedding;
  return { linear, norms, embedding, head, total: linear + norms + embedding + head };
}

/** Parameters of LoRA adapters of rank `rank` on every linear layer but the head (`all-linear`). */
export function countAdapters(shape: ModelShape, rank: number): number {
  const { layers, hidden, intermediate } = shape;
  const sides =
    2 * (hidden + queryWidth(shape)) + 2 * (hidden + kvWidth(shape)) + 3 * (hidden + intermediate);
  return layers * rank * sides;
}
