import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConfigData, HtmlValidate, StaticConfigLoader } from 'html-validate/node';
import { describe, expect, it } from 'vitest';
import { pages, root } from './support/dist.ts';

/** Every rule that `.htmlvalidate.json` turns off, with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  'long-title': 'the title starts with the whole message, because that is what people search for',
};

const config = JSON.parse(readFileSync(join(root, '.htmlvalidate.json'), 'utf8')) as ConfigData;
const validator = new HtmlValidate(new StaticConfigLoader(config));

describe('html-validate', () => {
  it('has no exception without a reason', () => {
    expect(config.extends).toEqual(['html-validate:standard', 'html-validate:a11y']);
    expect(config.rules).toEqual(
      Object.fromEntries(Object.keys(exceptions).map((rule) => [rule, 'off'])),
    );
  });

  it.each(pages.map(({ file, html }) => [file, html] as const))(
    'accepts %s',
    async (file, html) => {
      const { results } = await validator.validateString(html, file);
      const problems = results.flatMap(({ messages }) =>
        messages.map(
          ({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`,
        ),
      );
      expect(problems).toEqual([]);
    },
  );
});
