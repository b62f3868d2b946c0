/** `npm run licences`: a table of every installed package with its licence; fails on one that is not allowed. */
import process from 'node:process';
import { readCommand } from '../src/authoring/command.ts';
import { installedPackages, isAllowed } from './lib/licences.ts';
import { root } from './lib/tool.ts';

readCommand({
  usage: 'npm run licences',
  does: 'Lists every installed package with its licence. Status 1: one is not allowed.',
});

const packages = installedPackages(root);
const widest = Math.max(...packages.map(({ name, version }) => name.length + version.length + 1));
for (const { name, version, licence } of packages) {
  const mark = isAllowed(licence) ? '' : '  NOT ALLOWED';
  console.log(`${`${name}@${version}`.padEnd(widest)}  ${licence || 'names none'}${mark}`);
}
const counts = Object.entries(Object.groupBy(packages, ({ licence }) => licence));
counts.sort(([, a = []], [, b = []]) => b.length - a.length);
console.log();
for (const [licence, some = []] of counts)
  console.log(`${String(some.length).padStart(4)}  ${licence}`);
if (!packages.every(({ licence }) => isAllowed(licence))) process.exitCode = 1;
