import { describe, expect, it } from 'vitest';
import { checkEnvironment, toMarkdown } from '../../../src/lib/environment/index.ts';
import { data } from './data-table.ts';

const markdown = (text: string) => toMarkdown(checkEnvironment(text, data, 'en'), 'en');

describe('Markdown for an issue', () => {
  it('holds facts, findings with their guide, and what was not judged', () => {
    const text = markdown('peft==0.12.0\ntransformers==4.57.6\n');
    expect(text).toContain('- Training stack: Transformers');
    expect(text).toContain("- **`RuntimeError: wrong 'dtype'`** You have `peft 0.12.0`");
    expect(text).toContain('(dtype)');
    expect(text).toContain('#### Not judged');
  });

  it('leaves out what is only possible', () => {
    expect(markdown('peft==0.21.0\n')).not.toContain('RuntimeError');
  });

  it('is scrubbed, and a paste cannot add markup or mentions', () => {
    const text = markdown(
      'OS: Linux /home/mei/x <img src=x> @everyone\nPyTorch version: 2.11.0\nOS: Linux /home/mei/x <img src=x> @everyone hf_abcdefghijkl\n',
    );
    expect(text).not.toContain('mei');
    expect(text).not.toContain('hf_abc');
    expect(text).not.toContain('<img');
    expect(text).not.toMatch(/@everyone/);
  });

  it('is cut at the end of a line', () => {
    const cards = Array.from({ length: 900 }, (_, n) => `GPU ${n % 900}: NVIDIA Unknown ${n}`);
    const text = markdown(cards.join('\n'));
    expect(text.length).toBeLessThan(12_100);
    expect(text.trimEnd()).toMatch(/… shortened$/);
  });
});
