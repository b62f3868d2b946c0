import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const documents = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/*.md')];

/** Paths between backticks that begin with a folder of this repository; patterns and `<slug>` are none. */
function namedPaths(text: string): string[] {
  return [
    ...text.matchAll(/`((?:src|content|tests|tools|scripts|public|docs|action)\/[^`\s<>{}*…]*)`/g),
  ].map(([, path]) => path ?? '');
}

function linkedFiles(text: string): string[] {
  return [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path]) => path ?? '');
}

describe.each(documents)('%s', (document) => {
  const text = readFileSync(document, 'utf8');

  it('names files and folders that exist', () => {
    expect(namedPaths(text).filter((path) => !existsSync(path))).toEqual([]);
  });

  it('links files that exist', () => {
    const isLost = (path: string) => !existsSync(join(dirname(document), path));
    expect(linkedFiles(text).filter(isLost)).toEqual([]);
  });
});

it('lists every command of npm run', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts: Readonly<Record<string, string>>;
  };
  const names = Object.keys(scripts);
  const commands = names.filter((name) => !names.some((other) => name === `pre${other}`));
  const text = readFileSync('CONTRIBUTING.md', 'utf8');
  const isListed = (name: string) => new RegExp(`^\\| \`npm (?:run )?${name}\` `, 'm').test(text);
  expect(commands.filter((name) => !isListed(name))).toEqual([]);
});

it('the map of the code leads to files of every part', () => {
  const paths = namedPaths(readFileSync('docs/architecture.md', 'utf8'));
  const parts = new Set(paths.map((path) => path.split('/').slice(0, 2).join('/')));
  expect([...parts]).toEqual(
    expect.arrayContaining(['src/authoring', 'src/components', 'src/data', 'src/lib', 'src/pages']),
  );
});
