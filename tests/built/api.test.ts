import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { compile, find } from '../../src/lib/finder/index.ts';
import type { Signature } from '../../src/lib/finder/types.ts';
import type { ApiGuide } from '../../src/schemas/api/guide.ts';
import type { ApiGuides } from '../../src/schemas/api/guides.ts';
import type { ApiSignatures } from '../../src/schemas/api/signatures.ts';
import { site } from '../../src/site.ts';
import { all, isInDist, pageAt } from './support/dist.ts';
import { guides } from './support/guides.ts';
import { fileAt, readApi } from './support/machine.ts';

/** The package is CommonJS: its types and what Node imports differ. */
const addFormats = formats as unknown as (ajv: Ajv2020) => void;
const validators = new Map<string, ValidateFunction>();

/** Checks an answer against the schema that it names, as anybody could. */
function problemsOf(answer: { $schema: string }): unknown {
  let validate = validators.get(answer.$schema);
  if (!validate) {
    const schema = readApi(`schemas/${answer.$schema.split('/').at(-1)!}`) as { $id: string };
    expect(schema.$id).toBe(answer.$schema);
    const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
    addFormats(ajv);
    validators.set(answer.$schema, (validate = ajv.compile(schema)));
  }
  return validate(answer) ? [] : validate.errors;
}

const list = readApi('guides.json') as ApiGuides;
const signatures = readApi('signatures.json') as ApiSignatures;
const files = guides.map(({ slug }) => readApi(`guides/${slug}.json`) as ApiGuide);

const answers: [file: string, answer: { $schema: string }][] = [
  ['guides.json', list],
  ['signatures.json', signatures],
  ...files.map((file): [string, ApiGuide] => [`guides/${file.id}.json`, file]),
];

describe('/api/v1/', () => {
  it.each(answers)('%s satisfies the schema that it names', (_, answer) => {
    expect(problemsOf(answer)).toEqual([]);
  });

  it('has a schema that refuses what is wrong', () => {
    const [guide] = files;
    expect(problemsOf({ ...guide!, updated: 'yesterday' } as never)).not.toEqual([]);
    expect(problemsOf({ ...guide!, causes: undefined } as never)).not.toEqual([]);
    expect(problemsOf({ ...list, version: 2 } as never)).not.toEqual([]);
  });

  it('has a shape for guides that ended', () => {
    const ended = {
      ...{ $schema: list.$schema.replace('guides.json', 'retired.json'), version: 1, id: 'old' },
      ...{ state: 'retired', since: '2026-11-02', reason: { en: 'a', zh: '甲' } },
      ...{ permalink: list.guides[0]!.permalink, successor: null },
    };
    expect(problemsOf(ended)).toEqual([]);
    expect(problemsOf({ ...ended, since: undefined } as never)).not.toEqual([]);
  });

  it('lets fields be added', () => {
    expect(problemsOf({ ...list, generator: 'new' } as never)).toEqual([]);
  });

  it('has every guide, written or planned', () => {
    const slugs = guides.map(({ slug }) => slug).sort();
    expect(list.guides.map(({ id }) => id).sort()).toEqual(slugs);
    expect(signatures.signatures.map(({ slug }) => slug).sort()).toEqual(slugs);
    expect(files.map(({ id }) => id)).toEqual(slugs);
  });

  it('says the same in the list and in the file of a guide', () => {
    for (const summary of list.guides) {
      const file = files.find(({ id }) => id === summary.id);
      expect(file).toMatchObject(summary);
    }
  });

  it('leads to files that exist', () => {
    const addresses = files.flatMap((file) => [
      ...[file.$schema, file.permalink, file.api],
      ...Object.values(file.page ?? {}),
      ...Object.values(file.markdown ?? {}),
    ]);
    expect(addresses.filter((address) => !isInDist(fileAt(address)))).toEqual([]);
  });

  it('refers to ids that exist', () => {
    for (const { id, causes, fixes, sources, unhelpful } of files) {
      const known = new Set(sources.map((source) => source.id));
      const cited = [...causes, ...fixes, ...unhelpful].flatMap((one) => one.sources);
      expect(
        cited.filter((source) => !known.has(source)),
        id,
      ).toEqual([]);
      const fixIds = new Set(fixes.map((fix) => fix.id));
      expect(causes.flatMap((cause) => cause.fixes).filter((fix) => !fixIds.has(fix))).toEqual([]);
      expect(fixes.flatMap(({ snippets }) => snippets).filter(({ code }) => code === '')).toEqual(
        [],
      );
    }
  });

  it('recognises every error by its own examples', () => {
    const index = compile(signatures.signatures as Signature[]);
    for (const { id, messages } of files) {
      const hits = find(messages[0]!.examples[0]!, index, { locale: 'en' });
      expect(hits.map(({ slug }) => slug)).toContain(id);
    }
  });
});

describe.each(['en', 'zh'] as const)('the page for programs in %s', (locale) => {
  const page = pageAt(`${site.base}${locale}/api/`)!;

  it('shows pieces of the published files', () => {
    const figures = all(page, 'figure').filter(({ attributes }) =>
      attributes['class']?.startsWith('code'),
    );
    const shown = all(page, 'pre').map(({ text }) => text);
    expect(figures.length).toBeGreaterThan(3);
    expect(shown.map((text) => JSON.parse(text) as unknown)).toContainEqual(
      list.guides.find(({ id }) => shown[0]?.includes(`"id": "${id}"`)),
    );
  });
});
