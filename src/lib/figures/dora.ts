/** The dtype of an activation on its way through a projection with PEFT's adapter. */

export type StepDtype = 'bf16' | 'fp32';

/** What decides. The weights and the input are bf16, autocast is bf16. */
export interface DoraSettings {
  adapter: 'lora' | 'dora';
  /** Base layer in 4 bits by bitsandbytes, otherwise a plain 16-bit one. */
  quantized: boolean;
  autocast: boolean;
  /** Dtype of the adapter's weights: fp32 by default (`autocast_adapter_dtype=True`). */
  adapterDtype: StepDtype;
  /** Whether the attention code casts q, k and v before it calls the kernel: the repair. */
  castsInAttention: boolean;
}

export const doraStepIds = [
  'input',
  'base',
  'adapter',
  'scale',
  'sum',
  'return',
  'kernel',
] as const;
export type DoraStepId = (typeof doraStepIds)[number];

export interface DoraStep {
  id: DoraStepId;
  /** Dtype of what the step gives on. */
  dtype: StepDtype;
  /** Names what happens here in the words of the interface. */
  note: string;
}

export interface DoraPath {
  steps: readonly DoraStep[];
  /** The first step at which fp32 stands in the activation's way, if any. */
  turns: DoraStepId | undefined;
  /** Whether FlashAttention raises "FlashAttention only support fp16 and bf16 data type". */
  raises: boolean;
}

/** The case of the guide: the only one of the sixteen in which fp32 leaves the layer. */
export const doraDefault: DoraSettings = {
  adapter: 'dora',
  quantized: true,
  autocast: true,
  adapterDtype: 'fp32',
  castsInAttention: false,
};

/**
 * Follows the activation. After PEFT 0.21.0, `lora/layer.py` (Linear), `lora/bnb.py` (Linear4bit)
 * and `lora/dora.py`; `tools/figures/dora_dtypes.py` reads the same from the running code.
 */
export function followActivation(settings: DoraSettings): DoraPath {
  const { adapter, quantized, autocast, adapterDtype, castsInAttention } = settings;
  const isDora = adapter === 'dora';
  const product: StepDtype = autocast ? 'bf16' : adapterDtype;
  const scaled: StepDtype = isDora ? widest(product, adapterDtype) : product;
  // Linear4bit casts plain LoRA's part before it adds it; everything else is added first.
  const castsPart = !isDora && quantized && !autocast;
  const sum = castsPart ? 'bf16' : widest('bf16', scaled);
  // Linear always casts back; Linear4bit only outside autocast.
  const castsBack = !quantized || !autocast;
  const returned: StepDtype = castsBack ? 'bf16' : sum;
  const handed: StepDtype = castsInAttention ? 'bf16' : returned;
  const steps: readonly DoraStep[] = [
    { id: 'input', dtype: 'bf16', note: 'input' },
    { id: 'base', dtype: 'bf16', note: quantized ? 'base-4bit' : 'base' },
    { id: 'adapter', dtype: product, note: autocast ? 'adapter-autocast' : 'adapter-plain' },
    { id: 'scale', dtype: scaled, note: isDora ? `scale-${adapterDtype}` : 'scale-none' },
    { id: 'sum', dtype: sum, note: sumNote(castsPart && scaled === 'fp32', sum) },
    { id: 'return', dtype: returned, note: returnNote(castsBack, sum) },
    {
      id: 'kernel',
      dtype: handed,
      note: handed === 'fp32' ? 'kernel-raises' : castsInAttention ? 'kernel-cast' : 'kernel-runs',
    },
  ];
  return {
    steps,
    turns: steps.find(({ dtype }) => dtype === 'fp32')?.id,
    raises: handed === 'fp32',
  };
}

function sumNote(isCastFirst: boolean, sum: StepDtype): string {
  if (isCastFirst) return 'sum-cast-first';
  return sum === 'fp32' ? 'sum-promoted' : 'sum-same';
}

function returnNote(castsBack: boolean, sum: StepDtype): string {
  if (!castsBack) return sum === 'fp32' ? 'return-leaks' : 'return-as-is';
  return sum === 'fp32' ? 'return-cast' : 'return-cast-nothing';
}

/** Type promotion: the wider one wins. */
function widest(one: StepDtype, other: StepDtype): StepDtype {
  return one === 'fp32' || other === 'fp32' ? 'fp32' : 'bf16';
}

/** Where the steps were read. */
export const doraSources = [
  {
    url: 'https://github.com/huggingface/peft/blob/v0.20.0/src/peft/tuners/lora/dora.py#L153-L165',
    title: 'PEFT, dora.py: the magnitude times two results',
  },
  {
    url: 'https://github.com/huggingface/peft/blob/v0.20.0/src/peft/tuners/lora/bnb.py#L543',
    title: 'PEFT, bnb.py: the cast depends on autocast',
  },
  {
    url: 'https://docs.pytorch.org/docs/stable/amp.html',
    title: 'PyTorch, autocast: operations that it casts',
  },
  { url: 'https://arxiv.org/abs/2402.09353', title: 'DoRA: Weight-Decomposed Low-Rank Adaptation' },
] as const;
