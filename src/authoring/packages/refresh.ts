import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  packMetadata,
  unpackMetadata,
  type Metadata,
  type Requirements,
} from '../../lib/environment/metadata.ts';
import type { PackageData } from '../../schemas/package.ts';
import { packageSchema } from '../../schemas/package.ts';
import { readCommand, refuse } from '../command.ts';
import { packageNames } from './names.ts';
import { fetchProject, projectUrl, type Project, type Release } from './pypi.ts';
import { finalReleases, releasedSince } from './recent-releases.ts';

/**
 * `npm run packages:refresh [name …]`: writes `content/packages/<name>.json` from PyPI's metadata. A library that
 * cannot be read keeps its file; the command then ends with status 1 and says which.
 */

/** Age in days of the oldest release whose requirements are kept: people train with what is two years old. */
const oldest = 1000;
/** Releases asked for at a time. */
const atOnce = 8;

const folder = fileURLToPath(new URL('../../../content/packages/', import.meta.url));

async function read(name: string, today: string): Promise<PackageData> {
  const project = await fetchProject(name);
  const final = finalReleases(project.releases);
  const recent = releasedSince(final, today, oldest).toReversed();
  const requirements = await readRequirements(recent, project, known(name));
  const releases = final.map(({ version, date }) => ({ version, date }));
  return packageSchema.parse({
    name,
    source: projectUrl(name),
    refreshed: today,
    releases,
    requirements,
  });
}

/** A published release never changes its requirements: what an earlier refresh read is not asked for again. */
async function readRequirements(
  releases: readonly Release[],
  { requirementsOf }: Project,
  before: PackageData | undefined,
): Promise<Metadata> {
  const known = before && unpackMetadata(before.requirements);
  const read = new Map<string, Requirements>();
  for (let start = 0; start < releases.length; start += atOnce) {
    const some = releases.slice(start, start + atOnce);
    const found = await Promise.all(
      some.map(async (release) => known?.get(release.version) ?? (await requirementsOf(release))),
    );
    for (const [index, { version }] of some.entries()) {
      const requirements = found[index];
      if (requirements) read.set(version, requirements);
    }
  }
  return packMetadata(read);
}

/** The file of an earlier refresh. */
function known(name: string): PackageData | undefined {
  try {
    return packageSchema.parse(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Indented JSON, each list of numbers on one line: a file of 10,000 lines more shows nobody what changed. */
function toText(data: PackageData): string {
  const indented = JSON.stringify(data, null, 1);
  return `${indented.replace(/\[\n[\d,\s]+\]/g, (list) => list.replace(/\s/g, ''))}\n`;
}

async function refresh(names: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const today = new Date().toISOString().slice(0, 10);
  let failed = 0;
  for (const name of names) {
    try {
      const data = await read(name, today);
      writeFileSync(join(folder, `${name}.json`), toText(data));
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
