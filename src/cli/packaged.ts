/** The command line of the package: one file, with its data beside it. */
import { readFileSync } from 'node:fs';
import v8 from 'node:v8';
import { packagedData, type PackagedData } from './data.ts';
import { runProcess } from './process-io.ts';

// A long log is garbage as soon as it is read. Left to itself V8 makes room for more and more of it: 200 MB took 155 MB
// of memory instead of 120. Where V8 drops the flag it says so on stderr and goes on.
v8.setFlagsFromString('--semi-space-growth-factor=1');

const file = readFileSync(new URL('data.json', import.meta.url), 'utf8');
await runProcess(packagedData(JSON.parse(file) as PackagedData));
