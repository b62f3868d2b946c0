/**
 * Measures the finder: what it sends, and how long answers take, in Node and in the built site in
 * Chromium. Prints, judges nothing; other work on the machine shows in the medians, less in the best.
 */
import { fileURLToPath } from 'node:url';
import { loadSignatures } from '../../src/authoring/signatures.ts';
import { compile, find, openPack, pack } from '../../src/lib/finder/index.ts';
import { brotliSize, finderFiles } from '../built/support/finder-files.ts';
import { startBrowser, type Taken } from './finder/browser.ts';
import { hostileInputs } from './finder/hostile.ts';

const frame = (
  line: number,
): string => `[rank0]:   File "/opt/venv/lib/python3.11/site-packages/torch/nn/modules/module.py", line ${line}, in _call_impl
[rank0]:     return forward_call(*args, **kwargs)
[rank0]:            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`;
const frames = Array.from({ length: 19 }, (_, at) => frame(1500 + at)).join('');

/** Sixty lines of a launcher's log, with the whole message and with a misquoted one. */
const pastes = {
  exact: `${frames}[rank0]:     out, softmax_lse, S_dmask, rng_state = flash_attn_gpu.fwd(
[rank0]: RuntimeError: FlashAttention only support fp16 and bf16 data type
torch.distributed.elastic.multiprocessing.errors.ChildFailedError:`,
  inexact: `${frames}[rank0]:     out, softmax_lse, S_dmask, rng_state = flash_attn_gpu.fwd(
[rank0]: RuntimeError: FlashAttention suports only fp16 or bf16 datatypes here
torch.distributed.elastic.multiprocessing.errors.ChildFailedError:`,
};

function time(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Median and best of some milliseconds. */
function summary(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const [median, best] = [sorted[Math.floor(sorted.length / 2)]!, sorted[0]!];
  return `median ${median.toFixed(1).padStart(7)} ms, best ${best.toFixed(1).padStart(7)} ms of ${times.length}`;
}

function print(name: string, text: string): void {
  console.log(`${name.padEnd(44)} ${text}`);
}

function printSizes(): void {
  const files = finderFiles();
  for (const [name, list] of [
    ['code before an exact answer', files.exactCode],
    ['code before any other answer', files.inexactCode],
    ['data before an answer', files.data],
    ['data of causes and links, after it', files.details],
  ] as const) {
    print(name, `${brotliSize(list)} bytes brotli, ${list.length} files`);
  }
}

function printNode(): void {
  const signatures = loadSignatures(fileURLToPath(new URL('../../content', import.meta.url)));
  const packed = pack(signatures);
  const en = { locale: 'en' } as const;
  print(`node, ${signatures.length} guides, first question`, '');
  for (const [name, text] of Object.entries(pastes)) {
    const times = Array.from({ length: 10 }, () =>
      time(() => find(text, openPack({ ...packed }), en)),
    );
    print(`  prepare and answer, ${name}`, `first ${times[0]!.toFixed(1)} ms, ${summary(times)}`);
  }
  const index = compile(signatures);
  for (const [name, text] of Object.entries(pastes)) {
    const times = Array.from({ length: 50 }, () => time(() => find(text, index, en)));
    print(`  answer, ${name}`, summary(times));
  }
  console.log('node, 200 KB of');
  const slow = Object.entries(hostileInputs).map(([name, make]): [string, number[]] => {
    const text = make();
    return [name, Array.from({ length: 3 }, () => time(() => find(text, index, en)))];
  });
  slow.sort(([, a], [, b]) => Math.min(...b) - Math.min(...a));
  for (const [name, times] of slow.slice(0, 8)) print(`  ${name}`, summary(times));
  print(
    `  all ${slow.length}`,
    `slowest median ${Math.max(...slow.map(([, times]) => times.toSorted((a, b) => a - b)[1]!)).toFixed(1)} ms`,
  );
}

function printTaken(name: string, taken: readonly Taken[]): void {
  print(`  ${name}`, summary(taken.map(({ clock }) => clock)));
  print('    of the processor', summary(taken.map(({ processor }) => processor)));
}

async function printBrowser(): Promise<void> {
  const browser = await startBrowser();
  try {
    console.log('Chromium, paste to first answers laid out');
    for (const [name, text] of Object.entries(pastes)) {
      for (const slowdown of [1, 4]) {
        const taken: Taken[] = [];
        for (let round = 0; round < 7; round += 1) taken.push(await browser.cold(text, slowdown));
        printTaken(`cold, ${name}${slowdown > 1 ? `, CPU ${slowdown}× slower` : ''}`, taken);
      }
      printTaken(`warm, ${name}`, await browser.warm(Array<string>(40).fill(text)));
    }
    console.log('Chromium, 200 KB of, in the worker');
    const taken = await browser.warm(Object.values(hostileInputs).map((make) => make()));
    const all = Object.keys(hostileInputs).map((name, at) => ({ name, clock: taken[at]!.clock }));
    const answered = all.filter(({ clock }) => !Number.isNaN(clock));
    answered.sort((a, b) => b.clock - a.clock);
    for (const { name, clock } of answered.slice(0, 8)) {
      print(`  ${name}`, `${clock.toFixed(1)} ms`);
    }
    print('  answered', `${answered.length} of ${all.length}, the others are blank`);
  } finally {
    await browser.close();
  }
}

printSizes();
printNode();
await printBrowser();
