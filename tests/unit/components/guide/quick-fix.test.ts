import { describe, expect, it } from 'vitest';
import { openForAll } from '../../../../src/components/guide/quick-fix.ts';

const variant = (trainers: string): string =>
  `<tb-variant data-trainer="${trainers}"><pre>${trainers}</pre></tb-variant>`;
const readers = ['unsloth', 'trl', 'transformers', 'pytorch'] as const;

describe('openForAll', () => {
  it('opens the Transformers variant for whom none is written for', () => {
    const html = openForAll(variant('unsloth') + variant('transformers trl'), readers);
    expect(html).toContain('data-trainer="unsloth"');
    expect(html).toContain('data-trainer="transformers trl pytorch"');
  });

  it('opens the first one where none is for Transformers', () => {
    const html = openForAll(variant('pytorch') + variant('trl'), readers);
    expect(html).toContain('data-trainer="pytorch unsloth transformers"');
    expect(html).toContain('data-trainer="trl"');
  });

  it.each([
    ['a variant for each', readers.map(variant).join('')],
    ['no variant', '<p>Lower the batch.</p>'],
  ])('leaves %s as it is', (_, html) => {
    expect(openForAll(html, readers)).toBe(html);
  });
});
