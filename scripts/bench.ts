/**
 * `npm run bench <name>`: runs tests/bench/<name>.ts with the remaining arguments; without a name
 * it lists them.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, runNode } from './lib/tool.ts';

const folder = join(root, 'tests/bench');
const names = existsSync(folder)
  ? readdirSync(folder, { withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'),
      )
      .map((entry) => entry.name.slice(0, -'.ts'.length))
      .sort()
  : [];

const [name, ...rest] = process.argv.slice(2);
if (name !== undefined && names.includes(name)) {
  process.exitCode = await runNode([join(folder, `${name}.ts`), ...rest]);
} else {
  if (name !== undefined) console.error(`There is no benchmark ${name}.`);
  console.log(
    names.length > 0 ? `Benchmarks: ${names.join(', ')}` : 'There are no benchmarks yet.',
  );
  process.exitCode = name === undefined ? 0 : 1;
}
