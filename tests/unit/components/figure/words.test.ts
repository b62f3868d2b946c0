/** Every sentence that a figure may come to show exists, in both languages. */
import { describe, expect, it } from 'vitest';
import { attentionWords } from '../../../../src/components/figure/attention-words.ts';
import { doraWords } from '../../../../src/components/figure/dora-words.ts';
import { en } from '../../../../src/i18n/en.ts';
import { zh } from '../../../../src/i18n/zh.ts';
import { attentionRules, sdpaKernels } from '../../../../src/lib/figures/attention-table.ts';
import { followActivation } from '../../../../src/lib/figures/dora.ts';
import { moments } from '../../../../src/lib/figures/memory.ts';

const switches = [false, true];

describe.each([
  ['en', en],
  ['zh', zh],
] as const)('%s', (_, strings) => {
  it('has a sentence for every refusal and every choice', () => {
    const words = attentionWords(strings.figures.attention);
    const keys = [
      ...attentionRules.map(({ reason }) => `reason-${reason}`),
      ...sdpaKernels.map((kernel) => `choice-${kernel}`),
    ];
    expect(keys.filter((key) => !words[key])).toEqual([]);
  });

  it('has a sentence for every step of every path', () => {
    const words = doraWords(strings.figures.dora);
    const notes = switches.flatMap((quantized) =>
      switches.flatMap((autocast) =>
        switches.flatMap((castsInAttention) =>
          (['lora', 'dora'] as const).flatMap((adapter) =>
            (['bf16', 'fp32'] as const).flatMap(
              (adapterDtype) =>
                followActivation({ adapter, quantized, autocast, adapterDtype, castsInAttention })
                  .steps,
            ),
          ),
        ),
      ),
    );
    expect(notes.filter(({ note }) => !words[`note-${note}`])).toEqual([]);
  });

  it('has a sentence for every moment', () => {
    expect(moments.filter((moment) => !strings.stepMemory.moments[moment])).toEqual([]);
  });
});
