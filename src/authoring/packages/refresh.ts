import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PackageData } from '../../schemas/package.ts';
import { packageSchema } from '../../schemas/package.ts';
import { readCommand, refuse } from '../command.ts';
import { packageNames } from './names.ts';
import { fetchProject, projectUrl } from './pypi.ts';
import { finalReleases, newestOfEachLine } from './release-lines.ts';

/**
 * `npm run packages:refresh [name …]`: writes `content/packages/<name>.json` from PyPI's metadata. A library that
 * cannot be read keeps its file; the command then ends with status 1 and says which.
 */

/** Minor lines whose requirements are kept: about two years of most libraries. */
const lineCount = 14;

const folder = fileURLToPath(new URL('../../../content/packages/', import.meta.url));

async function read(name: string, today: string): Promise<PackageData> {
  const project = await fetchProject(name);
  const final = finalReleases(project.releases);
  const before = known(name)?.requirements ?? {};
  const requirements: PackageData['requirements'] = {};
  for (const release of newestOfEachLine(final, lineCount)) {
    const found = before[release.version] ?? (await project.requirementsOf(release));
    if (found) requirements[release.version] = found;
  }
  const releases = final.map(({ version, date }) => ({ version, date }));
  return packageSchema.parse({
    name,
    source: projectUrl(name),
    refreshed: today,
    releases,
    requirements,
  });
}

/** The file of an earlier refresh: a published release never changes its requirements. */
function known(name: string): PackageData | undefined {
  try {
    return packageSchema.parse(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));
  } catch {
    return undefined;
  }
}

async function refresh(names: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const today = new Date().toISOString().slice(0, 10);
  let failed = 0;
  for (const name of names) {
    try {
      const data = await read(name, today);
      writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(data, null, 1)}\n`);
      console.log(
        `${name}: ${data.releases.length} releases, newest ${data.releases.at(-1)?.version}`,
      );
    } catch (error) {
      failed += 1;
      const reason = error instanceof Error ? (error.cause ?? error) : error;
      console.error(`${name}: not refreshed, its file stays as it was: ${String(reason)}`);
    }
  }
  if (failed > 0) {
    console.error(
      `${failed} of ${names.length} not refreshed. Check that pypi.org can be reached, then run it again.`,
    );
    process.exitCode = 1;
  }
}

const { positionals: asked } = readCommand({
  usage: 'npm run packages:refresh -- [NAME…]',
  does: 'Reads releases and requirements of libraries, of all or of those named, from PyPI into content/packages/.',
  operands: Infinity,
});
const unknown = asked.filter((name) => !packageNames.some((known) => known === name));
if (unknown.length > 0) {
  refuse(`Unknown: ${unknown.join(', ')}. Add a library in src/authoring/packages/names.ts first.`);
}
await refresh(asked.length > 0 ? asked : packageNames);
