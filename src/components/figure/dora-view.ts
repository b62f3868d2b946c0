import { followActivation, type DoraSettings } from '#src/lib/figures/dora.ts';
import { doraOutcome } from './dora-words.ts';
import { oneOf, readSettings, say, tellFailure } from './words.ts';

/** Shows what the controls of the figure say. */
export function show(panel: HTMLElement): void {
  const chosen = readSettings(panel);
  const settings: DoraSettings = {
    adapter: oneOf(['dora', 'lora'], chosen.get('adapter')),
    quantized: chosen.get('base') === 'quantized',
    autocast: chosen.get('autocast') !== '',
    adapterDtype: oneOf(['fp32', 'bf16'], chosen.get('adapterDtype')),
    castsInAttention: chosen.get('casts') !== '',
  };
  const path = followActivation(settings);
  say(panel, panel.querySelector('[data-outcome]'), `result-${doraOutcome(path, settings)}`);
  tellFailure(panel, path.raises);
  for (const { id, dtype, note } of path.steps) {
    const row = panel.querySelector<HTMLElement>(`[data-step="${id}"]`);
    if (!row) continue;
    row.dataset['dtype'] = dtype;
    row.querySelector('.dtype')?.replaceChildren(dtype);
    say(panel, row.querySelector('.why'), `note-${note}`);
  }
}
