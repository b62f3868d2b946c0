/** Who may import whom: one row per room of the house (CONTRIBUTING.md shows the plan). */
import { posix } from 'node:path';
import { type Import, type Source, type Violation, importsOf } from './source.ts';

interface Room {
  readonly name: string;
  readonly holds: RegExp;
  /** Rooms it may import, besides itself. */
  readonly uses: readonly string[];
  /** Rooms it may import with `import type` only: it is given their data. */
  readonly usesTypesOf?: readonly string[];
  /** npm packages: a list, or all. */
  readonly packages?: readonly string[];
  readonly node?: boolean;
}

/** The first that holds a path counts. */
const ROOMS: readonly Room[] = [
  { name: 'tests', holds: /^tests\//, uses: ['*'], node: true },
  { name: 'scripts', holds: /^(scripts|tools)\//, uses: ['*'], node: true },
  { name: 'config', holds: /^[^/]+$/, uses: ['*'], node: true },
  { name: 'lib', holds: /^src\/lib\//, uses: [], packages: ['diff', '@renovatebot/pep440'] },
  { name: 'site', holds: /^src\/site\.ts$/, uses: [], packages: [] },
  { name: 'schemas', holds: /^src\/schemas\//, uses: ['lib'] },
  { name: 'i18n', holds: /^src\/i18n\//, uses: ['lib', 'site'] },
  { name: 'markdown', holds: /^src\/markdown\//, uses: ['lib', 'site'], node: true },
  {
    name: 'data',
    holds: /^src\/data\//,
    uses: ['lib', 'schemas', 'i18n', 'site', 'build'],
    node: true,
  },
  { name: 'build', holds: /^src\/build\//, uses: ['lib'], node: true },
  { name: 'cards', holds: /^src\/cards\//, uses: ['build'], node: true },
  {
    name: 'authoring',
    holds: /^src\/authoring\//,
    uses: ['lib', 'schemas', 'build', 'cards'],
    usesTypesOf: ['data'],
    node: true,
  },
  { name: 'threads', holds: /^src\/threads\//, uses: ['authoring', 'build', 'data'], node: true },
  { name: 'cli', holds: /^src\/cli\//, uses: ['lib', 'authoring'], node: true },
  {
    name: 'action',
    holds: /^action\//,
    uses: ['lib'],
    packages: ['@renovatebot/pep440'],
    node: true,
  },
  { name: 'elements.ts', holds: /^src\/components\/elements\.ts$/, uses: ['element', 'dom'] },
  { name: 'mdx.ts', holds: /^src\/components\/mdx\.ts$/, uses: ['components'] },
  { name: 'dom', holds: /^src\/components\/dom\//, uses: ['lib'], packages: [] },
  { name: 'element', holds: /\.element\.ts$/, uses: ['lib', 'dom'], packages: [] },
  {
    name: 'components',
    holds: /^src\/components\//,
    uses: ['lib', 'i18n', 'site', 'markdown', 'dom', 'elements.ts'],
    usesTypesOf: ['data', 'schemas'],
    node: true,
  },
  { name: 'styles', holds: /^src\/styles\//, uses: [] },
  {
    name: 'layouts',
    holds: /^src\/layouts\//,
    uses: ['lib', 'i18n', 'site', 'components', 'elements.ts', 'styles'],
    usesTypesOf: ['data', 'schemas'],
  },
  {
    name: 'pages',
    holds: /^src\/pages\//,
    uses: ['lib', 'i18n', 'site', 'data', 'layouts', 'components', 'mdx.ts', 'markdown', 'cards'],
    usesTypesOf: ['schemas'],
  },
];

const roomOf = (path: string): Room | undefined => ROOMS.find(({ holds }) => holds.test(path));

/** The repository path of an import, or undefined for a package. */
function resolve(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('#src/')) return specifier.slice(1);
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(posix.dirname(from), specifier);
}

function judgePackage(room: Room, specifier: string): string | undefined {
  if (specifier.startsWith('node:')) {
    if (room.node) return undefined;
    return `${room.name} runs where there is no Node: move this to authoring, or be given the value`;
  }
  if (specifier.startsWith('astro:') && (room.packages || room.name === 'schemas')) {
    return `${room.name} does not know Astro: be given the value`;
  }
  const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  if (!room.packages || room.packages.includes(name)) return undefined;
  return `${room.name} may not use the package ${name}: do without, or have it approved in ROOMS`;
}

function judgeFile(
  room: Room,
  path: string,
  target: string,
  typeOnly: boolean,
): string | undefined {
  const other = roomOf(target);
  if (!other) return `${target} is in no known room: see ROOMS`;
  if (other.name === 'tests' && room.name !== 'tests')
    return 'nothing imports tests: move it to src';
  if (room.name === 'element' && other.name === 'components') {
    if (posix.dirname(path) === posix.dirname(target) && target.endsWith('.ts')) return undefined;
  }
  if (other === room || room.uses.includes('*') || room.uses.includes(other.name)) return undefined;
  const forTypes = room.usesTypesOf?.includes(other.name) ?? false;
  if (forTypes && typeOnly) return undefined;
  const hint = forTypes ? `: use import type, and be given the data` : '';
  return `${room.name} may not import ${other.name}${hint} (it may: ${room.uses.join(', ') || 'nobody'})`;
}

/** Judges every import of one file. */
export function checkDirections(source: Source): Violation[] {
  const room = roomOf(source.path);
  if (!room) return [];
  const judge = ({ specifier, typeOnly }: Import): string | undefined => {
    const target = resolve(source.path, specifier);
    return target === undefined
      ? judgePackage(room, specifier)
      : judgeFile(room, source.path, target, typeOnly);
  };
  return importsOf(source).flatMap((entry) => {
    const message = judge(entry);
    if (message === undefined) return [];
    return [{ path: source.path, line: entry.line, rule: 'import direction', message }];
  });
}
