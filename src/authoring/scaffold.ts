import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSlugs } from './checks/slugs.ts';
import { readText } from './content-files.ts';
import { readContent } from './read-content.ts';
import { readYaml } from './read-yaml.ts';

const templates = join(import.meta.dirname, 'scaffold');
const besides = ['en.mdx', 'zh.mdx', 'repro.py', 'commands.sh'];

/** Names that cannot be folders on Windows, and the name of every folder's own page. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d|index)$/;

/** What was done: the files that were written, or why none was. */
export type Scaffold = { written: string[] } | { refusal: string };

/**
 * Writes the files of a new guide, full of TODOs that `check:content` lists. A planned guide keeps
 * its `guide.yaml`, which becomes `state: written` and gets the keys that it lacks. No other file
 * that exists is touched. `date` is the day of the first entry of the page's history.
 */
export function scaffoldGuide(
  contentDir: string,
  slug: string,
  { isPlanned, date }: { isPlanned: boolean; date: string },
): Scaffold {
  const refusal = refuse(contentDir, slug, isPlanned);
  if (refusal !== undefined) return { refusal };
  const dir = join(contentDir, 'guides', slug);
  const known = readText(join(dir, 'guide.yaml'));
  const shared = known ?? template('guide.yaml').replaceAll('$slug', slug);
  const values = { slug, date, ...firstIds(shared) };
  const fill = (name: string) => fillIn(template(name), values);
  const files = isPlanned
    ? [{ name: 'guide.yaml', text: shared }]
    : [
        {
          name: 'guide.yaml',
          text: shared.replace(/^state: planned$/m, 'state: written') + fill('guide-written.yaml'),
        },
        ...besides.map((name) => ({ name, text: fill(name) })),
      ];
  mkdirSync(dir, { recursive: true });
  for (const { name, text } of files) writeFileSync(join(dir, name), text);
  return { written: files.map(({ name }) => join(dir, name)) };
}

function template(name: string): string {
  return readFileSync(join(templates, name), 'utf8');
}

function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$([a-z]+)/g, (all, name: string) => values[name] ?? all);
}

/** What the new files refer to: the first source and the first wording of the message. */
function firstIds(yaml: string): { source: string; message: string } {
  type Entries = readonly { id: string }[];
  const { sources, messages } = readYaml(yaml) as { sources: Entries; messages: Entries };
  return { source: sources[0]?.id ?? '', message: messages[0]?.id ?? '' };
}

/** Why a guide of this name cannot be begun; undefined where it can. */
function refuse(contentDir: string, slug: string, isPlanned: boolean): string | undefined {
  const { content } = readContent(contentDir);
  const [fault] = checkSlugs({ slugs: [slug], retired: { ...content.retired, entries: [] } });
  if (fault) return `"${slug}" is not a permanent address: ${fault.fix}.`;
  if (reserved.test(slug)) return `"${slug}" is reserved: choose a name that says the error.`;
  const ended = content.retired.entries.find((entry) => entry.slug === slug);
  if (ended) {
    const next = ended.successor === null ? 'nothing replaces it' : `see ${ended.successor}`;
    return `"${slug}" was retired on ${ended.since} (${next}), and no address is used twice.`;
  }
  const dir = join(contentDir, 'guides', slug);
  if (!existsSync(dir)) return undefined;
  const guide = content.guides.find((one) => one.slug === slug);
  const isWhole =
    guide?.data.state === 'planned' && !besides.some((name) => existsSync(join(dir, name)));
  if (isWhole && !isPlanned) return undefined;
  return `${dir} exists, and nothing in it is overwritten: edit its files.`;
}
