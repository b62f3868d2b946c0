import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { locateYaml } from '../../src/authoring/located-yaml.ts';
import { readYaml } from '../../src/authoring/read-yaml.ts';
import { filesBelow } from '../../src/build/files-below.ts';

describe('the two readers of YAML', () => {
  const files = filesBelow('content').filter((file) => file.endsWith('.yaml'));

  it('read the same in all content', () => {
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      expect(load(text), file).toEqual(parse(text));
    }
  });

  it.each(['1_000', '0o17', '1e3', '~', 'yes', '2026-11-24', '12:30', '2.10', '010', "'it''s'"])(
    'agree on %s',
    (scalar) => {
      const text = `key: ${scalar}\n`;
      expect(load(text)).toEqual(parse(text));
    },
  );

  it('stand in for one another: an empty text, which js-yaml refuses, is null', () => {
    expect(() => load('')).toThrow();
    expect(readYaml('')).toBeNull();
  });

  it('name the place and the cause where neither can read', () => {
    expect(() => readYaml('size: "1\n')).toThrow('closing');
    const { value, problems } = locateYaml('guide.yaml', 'slug: a\nsize: [1\n');
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'yaml-syntax', file: 'guide.yaml' }]);
  });
});
