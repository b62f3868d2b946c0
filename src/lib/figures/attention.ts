import type { GpuFamily } from '../context/ids.ts';
import {
  attentionRules,
  cardIds,
  cards,
  packageKernels,
  sdpaKernels,
  type AttentionCall,
  type AttentionRule,
  type CardId,
  type Kernel,
  type PackageKernel,
  type SdpaKernel,
} from './attention-table.ts';

/**
 * `runs`: PyTorch takes it. `able`: it could, but one before it in the order is taken. `refuses`:
 * it cannot, for `reasons`.
 */
export type Verdict = 'runs' | 'able' | 'refuses';

export interface Answer<K extends Kernel = Kernel> {
  kernel: K;
  verdict: Verdict;
  rules: readonly AttentionRule[];
}

export interface AttentionAnswer {
  /** The kernel that `scaled_dot_product_attention` takes. */
  choice: SdpaKernel;
  /** In the order in which PyTorch asks them on this card. */
  sdpa: readonly Answer<SdpaKernel>[];
  /** The package asks nobody: each of its functions runs or raises. */
  packages: readonly Answer<PackageKernel>[];
}

/** Preselected where nothing is known of the reader's card. */
export const attentionDefault: AttentionCall = {
  card: 'h100',
  dtype: 'bfloat16',
  mask: 'causal',
  headDim: 128,
  training: true,
};

/**
 * The order in which PyTorch 2.11 asks its kernels. cuDNN comes first on compute capability 9 and
 * 10 if it is newer than 9.15; elsewhere it stands behind `math`, which never refuses.
 */
export function priorityOrder(card: CardId): readonly SdpaKernel[] {
  const { sm } = cards[card];
  const prefersCudnn = sm >= 90 && sm < 110;
  return prefersCudnn ? sdpaKernels : ['flash', 'efficient', 'math', 'cudnn'];
}

/** Which kernel runs for a call, and why the others do not. */
export function answerAttention(call: AttentionCall): AttentionAnswer {
  const sdpa = priorityOrder(call.card).map((kernel) => judge(kernel, call));
  const choice = sdpa.find(({ rules }) => rules.length === 0)?.kernel ?? 'math';
  return {
    choice,
    sdpa: sdpa.map((answer) =>
      answer.verdict === 'runs' && answer.kernel !== choice
        ? { ...answer, verdict: 'able' }
        : answer,
    ),
    packages: packageKernels.map((kernel) => judge(kernel, call)),
  };
}

function judge<K extends Kernel>(kernel: K, call: AttentionCall): Answer<K> {
  const { sm } = cards[call.card];
  const rules = attentionRules.filter(
    (rule) => rule.kernel === kernel && rule.refuses({ ...call, sm }),
  );
  return { kernel, verdict: rules.length > 0 ? 'refuses' : 'runs', rules };
}

/** The first card of a family, for a reader who named one. */
export function cardOf(family: GpuFamily): CardId {
  return cardIds.find((id) => cards[id].family === family) ?? attentionDefault.card;
}
