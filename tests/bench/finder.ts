/** Times the finder: compile, a 60-line paste, hostile inputs; and the size of its data. Prints, judges nothing. */
import { brotliCompressSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { loadSignatures } from '../../src/authoring/signatures.ts';
import { compile, find } from '../../src/lib/finder/index.ts';
import { hostileInputs } from './finder/hostile.ts';

const signatures = loadSignatures(fileURLToPath(new URL('../../content', import.meta.url)));

function time(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function repeat(times: number, run: () => unknown): number[] {
  return Array.from({ length: times }, () => time(run));
}

const paste = `${Array.from(
  { length: 19 },
  (
    _,
    i,
  ) => `[rank0]:   File "/opt/venv/lib/python3.11/site-packages/torch/nn/modules/module.py", line ${1500 + i}, in _call_impl
[rank0]:     return forward_call(*args, **kwargs)
[rank0]:            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
).join('\n')}
[rank0]:     out, softmax_lse, S_dmask, rng_state = flash_attn_gpu.fwd(
[rank0]: RuntimeError: FlashAttention only support fp16 and bf16 data type
torch.distributed.elastic.multiprocessing.errors.ChildFailedError:`;

const json = JSON.stringify(signatures);
const cold = time(() => find(paste, compile(signatures), { locale: 'en' }));
const index = compile(signatures);
console.log(
  `guides ${signatures.length}, data ${json.length} bytes, brotli ${brotliCompressSync(json).length}`,
);
console.log(`cold: compile and first answer ${cold.toFixed(1)} ms`);
console.log(
  `compile, warm median of 20: ${median(repeat(20, () => compile(signatures))).toFixed(1)} ms`,
);
console.log(
  `60-line paste, warm median of 50: ${median(repeat(50, () => find(paste, index, { locale: 'en' }))).toFixed(2)} ms`,
);

const slow = Object.entries(hostileInputs).map(([name, make]): [string, number] => {
  const text = make();
  return [name, median(repeat(3, () => find(text, index, { locale: 'en' })))];
});
for (const [name, ms] of slow.sort((a, b) => b[1] - a[1]))
  console.log(`${ms.toFixed(1).padStart(8)} ms  ${name}`);
