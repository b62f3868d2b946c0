/** Whether the figures say what the programs of `tools/figures` found. */
import { answerAttention } from './attention.ts';
import type { AttentionCall, SdpaKernel } from './attention-table.ts';
import { followActivation, type DoraSettings, type DoraStepId, type StepDtype } from './dora.ts';
import { stepMemory, type StepMemory, type StepSettings } from './memory.ts';
import type { ModelShape } from './memory-table.ts';

/** A row of `attention-runs.json`, asked on an H100. */
export interface AttentionRow extends Omit<AttentionCall, 'card'> {
  choice: SdpaKernel;
  accepted: readonly SdpaKernel[];
  error?: string | undefined;
}

/** Whether the figure takes the same kernel, and lets the same ones accept the call. */
export function agreesWithRun({ choice, accepted, error, ...call }: AttentionRow): boolean {
  const answer = answerAttention({ ...call, card: 'h100' });
  const able = answer.sdpa.filter(({ rules }) => rules.length === 0).map(({ kernel }) => kernel);
  const same = able.length === accepted.length && able.every((kernel) => accepted.includes(kernel));
  return answer.choice === choice && same && error === undefined;
}

type HookDtype = 'bfloat16' | 'float32';

/** A row of `dora-runs.json`. */
export interface DoraRow {
  adapter: DoraSettings['adapter'];
  quantized: boolean;
  autocast: boolean;
  adapterDtype: HookDtype;
  dtypes: { base: HookDtype; adapter: HookDtype; term?: HookDtype | undefined; layer: HookDtype };
}

const short = (dtype: HookDtype): StepDtype => (dtype === 'float32' ? 'fp32' : 'bf16');

/** The settings of the figure for a row; the repair is off. */
export function settingsOfRow(row: Omit<DoraRow, 'dtypes'>): DoraSettings {
  const { adapter, quantized, autocast, adapterDtype } = row;
  const castsInAttention = false;
  return { adapter, quantized, autocast, adapterDtype: short(adapterDtype), castsInAttention };
}

/** Steps whose dtypes hooks can read. */
export const stepsInTable = [
  'base',
  'adapter',
  'scale',
  'return',
] as const satisfies readonly DoraStepId[];

/** Whether each step has the dtype that a hook read. Plain LoRA has no term of DoRA. */
export function agreesWithHooks(row: DoraRow): boolean {
  const { steps } = followActivation(settingsOfRow(row));
  const { base, adapter, term = adapter, layer } = row.dtypes;
  const read = { base, adapter, scale: term, return: layer };
  return stepsInTable.every(
    (id) => steps.find((step) => step.id === id)?.dtype === short(read[id]),
  );
}

/** A measured row of `memory-runs.json`. */
export interface MemoryRow extends Omit<StepSettings, 'model'> {
  bytes: { peakForward: number; peakBackward: number; peakOptimizer: number };
}

/** What was measured, what the figure says, and how far it is off (0.01: 1 % too much). */
export function compareStep(
  shape: ModelShape,
  run: MemoryRow,
): { measured: number; computed: StepMemory; error: number } {
  const { peakForward, peakBackward, peakOptimizer } = run.bytes;
  const measured = Math.max(peakForward, peakBackward, peakOptimizer);
  const computed = stepMemory(shape, run);
  return { measured, computed, error: computed.peak / measured - 1 };
}
