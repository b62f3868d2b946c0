import { describe, expect, it } from 'vitest';
import { markdownLink, permanentLink } from '../../../src/lib/reply/links.ts';
import { reporterContext } from '../../../src/lib/reply/reporter.ts';

describe('the set-up that a log names', () => {
  it.each([
    ['NVIDIA H100 80GB HBM3, torch 2.11', { gpu: 'hopper' }],
    [
      'File "/x/site-packages/unsloth/models/llama.py", line 1\nTesla T4',
      { trainer: 'unsloth', gpu: 'turing' },
    ],
    ['File "C:\\x\\trl\\trainer\\sft_trainer.py"', { trainer: 'trl' }],
    ['an A100 and a T4', {}],
    ['control the thing', {}],
    ['', {}],
  ])('%j', (log, expected) => {
    expect(reporterContext(log)).toEqual(expected);
  });

  it('is read from both ends of a long one', () => {
    expect(reporterContext(`Tesla T4\n${'step\n'.repeat(200_000)}`)).toEqual({ gpu: 'turing' });
  });
});

describe('a permanent link', () => {
  const permalink = 'https://example.org/e/a/';

  it('carries set-up and anchor', () => {
    expect(permanentLink(permalink, { gpu: 'ada', trainer: 'trl' }, 'fix-x')).toBe(
      `${permalink}?with=trl&gpu=ada#fix-x`,
    );
    expect(permanentLink(permalink)).toBe(permalink);
  });

  it('in Markdown has a text that ends no bracket', () => {
    expect(markdownLink('a [b](c) `d`\n*e*', permalink)).toBe(
      `[a \\[b\\](c) 'd' \\*e\\*](${permalink})`,
    );
  });
});
