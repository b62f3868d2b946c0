/**
 * `npm run bench <name>`: runs tests/bench/<name>.ts with the remaining arguments; without a name
 * it lists them.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readCommand, refuse } from '../src/authoring/command.ts';
import { root, runNode } from './lib/tool.ts';

const folder = join(root, 'tests/bench');
const names = readdirSync(folder, { withFileTypes: true })
  .filter(
    (entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'),
  )
  .map((entry) => entry.name.slice(0, -'.ts'.length))
  .sort();
const known = `Benchmarks: ${names.join(', ')}`;

const [first, ...rest] = process.argv.slice(2);
const {
  positionals: [name],
} = readCommand(
  {
    usage: 'npm run bench -- [NAME [OPTIONS]]',
    does: `Runs a benchmark, which prints and judges nothing. ${known}`,
    operands: 1,
  },
  first === undefined ? [] : [first],
);
if (name === undefined) console.log(known);
else if (!names.includes(name)) refuse(`There is no benchmark "${name}". ${known}`);
else process.exitCode = await runNode([join(folder, `${name}.ts`), ...rest]);
