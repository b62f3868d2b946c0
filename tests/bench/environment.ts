/** Times the environment check: a list of packages, a paste of 1 MB, hostile inputs; and its data. Prints, judges nothing. */
import { brotliCompressSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { loadEnvironmentData } from '../../src/authoring/environment-data.ts';
import { checkEnvironment } from '../../src/lib/environment/index.ts';

const MEGABYTE = 1_000_000;
const data = loadEnvironmentData(fileURLToPath(new URL('../../content', import.meta.url)));

/** Processor time in milliseconds: what else the machine does hardly changes it. */
function median(times: number, run: () => unknown): number {
  const values = Array.from({ length: times }, () => {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return values.sort((a, b) => a - b)[Math.floor(times / 2)]!;
}

/** A text repeated until it has a megabyte. */
const fill = (text: string): string => text.repeat(Math.ceil(MEGABYTE / text.length));

const installed = [
  'torch==2.11.0+cu130',
  'transformers==4.57.6',
  'trl==1.15.0',
  'peft==0.12.0',
  'unsloth==2026.6.9',
];
const others = Array.from({ length: 195 }, (_, n) => `package-${n}==1.${n}.0`);
const list = [...installed, ...others].join('\n');
const log = fill('2026-11-24 10:00:00 INFO step 100 loss 0.5 lr 2e-4 grad_norm 1.25\n');

const texts: Readonly<Record<string, string>> = {
  '200 packages': list,
  '1 MB: 200 packages at the end of a log': `${log}\n${list}\n`,
  '1 MB: packages, each another one': Array.from(
    { length: 50_000 },
    (_, n) => `package-${n}==1.0.${n}`,
  ).join('\n'),
  '1 MB: reports of collect_env': fill('PyTorch version: 2.11.0\nOS: Linux\n[pip3] numpy==2.0.0\n'),
  '1 MB: rows of pip list': fill('package             1.2.3\n'),
  '1 MB: one JSON list': `[${fill('{"name": "package", "version": "1.2.3"}, ').slice(0, -2)}]`,
  '1 MB: brackets': fill('[\n{\n'),
  '1 MB: one line': fill('torch==2.11.0 '),
  '1 MB: bullets': fill('- `transformers` version: 5.17.0\n\n'),
  '1 MB: comments': fill('# torch==2.11.0\n'),
  '1 MB: Chinese log': fill('训练步数 100，损失 0.5\r\n'),
};

const json = JSON.stringify(data);
console.log(
  `libraries ${Object.keys(data.packages).length}, causes ${data.causes.length}, sets ${data.sets.length}, ` +
    `data ${json.length} bytes, brotli ${brotliCompressSync(json).length}`,
);
for (const [name, text] of Object.entries(texts)) {
  const ms = median(3, () => checkEnvironment(text, data, 'en'));
  console.log(`${ms.toFixed(1).padStart(8)} ms  ${name}`);
}
