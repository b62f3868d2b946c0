import { describe, expect, it } from 'vitest';
import { checkCeilings } from './ceilings.ts';
import { checkContent } from './content.ts';
import { checkDirections } from './directions.ts';
import { checkPairing } from './pairing.ts';
import { importsOf } from './source.ts';

const linesOf = (count: number, first = '') => `${first}\n${'x\n'.repeat(count - 1)}`;

describe('imports', () => {
  it('are found in every form, with their lines', () => {
    const text =
      "import a from 'a';\nimport type { B } from 'b';\nexport * from './c.ts';\nvoid import('d');\n";
    expect(importsOf({ path: 'src/x.ts', text })).toEqual([
      { line: 1, specifier: 'a', typeOnly: false },
      { line: 2, specifier: 'b', typeOnly: true },
      { line: 3, specifier: './c.ts', typeOnly: false },
      { line: 4, specifier: 'd', typeOnly: false },
    ]);
  });

  it('are found in the frontmatter and scripts of an Astro file', () => {
    const text =
      "---\nimport A from './A.astro';\n---\n<p>import x from 'prose'</p>\n<script>\n  import './b.ts';\n</script>\n";
    const found = importsOf({ path: 'src/components/X.astro', text });
    expect(found.map(({ line, specifier }) => [line, specifier])).toEqual([
      [2, './A.astro'],
      [6, './b.ts'],
    ]);
  });
});

describe('directions', () => {
  const judge = (path: string, text: string) => checkDirections({ path, text });

  it.each([
    ['src/lib/a.ts', "import { readFileSync } from 'node:fs';"],
    ['src/lib/a.ts', "import { prefetch } from 'astro:prefetch';"],
    ['src/lib/a.ts', "import type { Guide } from '../data/guides.ts';"],
    ['src/lib/a.ts', "import { z } from 'zod';"],
    ['src/schemas/a.ts', "import { strings } from '#src/i18n/strings.ts';"],
    ['src/components/guide/A.astro', "---\nimport { guides } from '#src/data/guides.ts';\n---"],
    ['src/components/guide/a.element.ts', "import { site } from '#src/site.ts';"],
    ['src/components/guide/a.element.ts', "import { b } from '../finder/b.ts';"],
    [
      'src/layouts/A.astro',
      "---\nimport { articleComponents } from '#src/components/mdx.ts';\n---",
    ],
    ['src/data/a.ts', "import Base from '#src/layouts/Base.astro';"],
    ['src/cli/main.ts', "import { en } from '../i18n/en.ts';"],
    ['src/authoring/a.ts', "import { helper } from '../../tests/helper.ts';"],
    ['scripts/a.ts', "import { helper } from '../tests/helper.ts';"],
  ])('%s may not say %s', (path, text) => {
    expect(judge(path, text)).toHaveLength(1);
  });

  it.each([
    ['src/lib/finder/a.ts', "import { b } from './b.ts';\nimport { diffArrays } from 'diff';"],
    ['src/components/guide/A.astro', "---\nimport type { Guide } from '#src/data/guides.ts';\n---"],
    ['src/components/guide/a.element.ts', "import { define } from '../dom/element.ts';"],
    ['src/components/guide/a.element.ts', "const heavy = () => import('./heavy.ts');"],
    ['src/pages/a.astro', "---\nimport { guides } from '#src/data/guides.ts';\n---"],
    ['src/authoring/a.ts', "import { readFileSync } from 'node:fs';"],
  ])('%s may say %s', (path, text) => {
    expect(judge(path, text)).toEqual([]);
  });

  it('says where and what to do', () => {
    const [violation] = judge('src/lib/a.ts', "\nimport { x } from 'node:fs';");
    expect(violation).toMatchObject({ path: 'src/lib/a.ts', line: 2 });
    expect(violation?.message).toContain('move this to authoring');
  });
});

describe('pairing', () => {
  const element = {
    path: 'src/components/snippet/copy-button.element.ts',
    text: "export class CopyButton {}\ndefine('tb-copy-button', CopyButton);",
  };
  const template = {
    path: 'src/components/snippet/CopyButton.astro',
    text: '<tb-copy-button></tb-copy-button>',
  };
  const door = {
    path: 'src/components/elements.ts',
    text: "import './snippet/copy-button.element.ts';",
  };

  it('accepts a pair', () => {
    expect(checkPairing([element, template, door])).toEqual([]);
  });

  it.each([
    [
      'another class',
      [{ ...element, text: element.text.replaceAll('CopyButton', 'Copy') }, template, door],
    ],
    [
      'another tag',
      [{ ...element, text: element.text.replace('tb-copy-button', 'tb-copy') }, template, door],
    ],
    ['no component', [element, door]],
    ['a component without the tag', [element, { ...template, text: '<p></p>' }, door]],
    ['no entry in the door', [element, template, { ...door, text: '' }]],
    ['a tag without an element', [template, { ...door, text: '' }]],
    [
      'a bare tag elsewhere',
      [element, template, door, { ...template, path: 'src/layouts/A.astro' }],
    ],
  ])('refuses %s', (_, sources) => {
    expect(checkPairing(sources)).toHaveLength(1);
  });
});

describe('ceilings', () => {
  it('asks for a reason over the ceiling and for a split at twice', () => {
    const path = 'src/lib/a.ts';
    expect(checkCeilings({ path, text: linesOf(200) })).toEqual([]);
    expect(checkCeilings({ path, text: linesOf(201) })).toHaveLength(1);
    const reason = '/** Over the ceiling: one state machine reads better in one place. */';
    expect(checkCeilings({ path, text: linesOf(201, reason) })).toEqual([]);
    expect(checkCeilings({ path, text: linesOf(400, reason) })).toHaveLength(1);
  });

  it('knows routes, elements, tables and wide lines', () => {
    expect(checkCeilings({ path: 'src/pages/a.astro', text: linesOf(26) })).toHaveLength(1);
    expect(checkCeilings({ path: 'src/components/a.element.ts', text: linesOf(121) })).toHaveLength(
      1,
    );
    expect(checkCeilings({ path: 'src/i18n/en.ts', text: linesOf(900) })).toEqual([]);
    expect(checkCeilings({ path: 'src/lib/a.ts', text: 'x'.repeat(201) })).toHaveLength(1);
  });
});

describe('content', () => {
  const judge = (text: string) => checkContent({ path: 'content/guides/a/en.mdx', text });

  it('may not import or export', () => {
    expect(judge("import X from './x';\n")).toHaveLength(1);
    expect(judge('export const a = 1;\n')).toHaveLength(1);
  });

  it('may show imports in code and begin a sentence with the word', () => {
    expect(judge('```python\nimport torch\n```\n')).toEqual([]);
    expect(judge('imports are slow.\n')).toEqual([]);
  });
});
