/** The command line of the package: one file, with its data beside it. */
import { existsSync, readFileSync } from 'node:fs';
import v8 from 'node:v8';
import { packagedData, twinPath, type CliData, type PackagedData } from './data.ts';
import { runProcess } from './process-io.ts';

// A long log is garbage as soon as it is read. Left to itself V8 makes room for more and more of it: 200 MB took 155 MB
// of memory instead of 120. Where V8 drops the flag it says so on stderr and goes on.
v8.setFlagsFromString('--semi-space-growth-factor=1');

// The guides' Markdown is three quarters of the data, and one command alone reads one of them.
const twin: CliData['twin'] = (slug, locale) => {
  const beside = new URL(twinPath(slug, locale), import.meta.url);
  return existsSync(beside) ? readFileSync(beside, 'utf8') : undefined;
};

const file = readFileSync(new URL('data.json', import.meta.url), 'utf8');
await runProcess(packagedData(JSON.parse(file) as PackagedData, twin));
