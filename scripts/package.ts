/**
 * `npm run package`: the command line as a package for npm (`dist-cli/`) and the GitHub Action as a repository of its
 * own (`dist-action/`), both with the data of the built site. `SITE_ORIGIN` is where their links lead.
 */
import { readFileSync } from 'node:fs';
import { chmod, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readCommand } from '../src/authoring/command.ts';
import { packageData, packageTwins } from '../src/cli/built-site.ts';
import { bundle } from './lib/bundle.ts';
import { dist, requireSite } from './lib/dist.ts';
import { root } from './lib/tool.ts';

interface Manifest {
  version: string;
  description: string;
  engines: Record<string, string>;
}

const { version, description, engines } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
) as Manifest;
readCommand({
  usage: 'npm run package',
  does: 'Makes the command line for npm (dist-cli) and the GitHub Action (dist-action) from the built site.',
});
requireSite('package');
const data = packageData(dist, version);

const cli = await emptyFolder('dist-cli');
await bundle('src/cli/packaged.ts', join(cli, 'tracebook.js'), '#!/usr/bin/env node');
await chmod(join(cli, 'tracebook.js'), 0o755);
await writeFile(join(cli, 'data.json'), JSON.stringify(data));
for (const [path, markdown] of packageTwins(dist)) {
  await mkdir(dirname(join(cli, path)), { recursive: true });
  await writeFile(join(cli, path), markdown);
}
await cp(join(root, 'src/cli/README.md'), join(cli, 'README.md'));
await writeFile(
  join(cli, 'package.json'),
  `${JSON.stringify(
    {
      ...{ name: 'tracebook', version, description, license: 'UNLICENSED', type: 'module' },
      bin: { tracebook: 'tracebook.js' },
      ...{ files: ['tracebook.js', 'data.json', 'guides'], engines },
    },
    null,
    2,
  )}\n`,
);

const action = await emptyFolder('dist-action');
await bundle('action/main.ts', join(action, 'index.js'));
const { site, signatures, replies } = data;
await writeFile(join(action, 'data.json'), JSON.stringify({ site, signatures, replies }));
await writeFile(join(action, 'package.json'), '{ "type": "module" }\n');
for (const name of ['action.yml', 'README.md']) {
  await cp(join(root, 'action', name), join(action, name));
}
console.log(`dist-cli: tracebook ${version}, npm pack ./dist-cli · dist-action: the GitHub Action`);
if (!site) console.log('Links need --site: set SITE_ORIGIN at build to give them an address.');

async function emptyFolder(name: string): Promise<string> {
  const folder = join(root, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}
