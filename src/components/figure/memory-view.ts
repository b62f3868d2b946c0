import {
  memoryParts,
  stepMemory,
  trainingMethods,
  weightDtypes,
  type StepMemory,
} from '#src/lib/figures/memory.ts';
import { inGib, memoryBar } from '#src/lib/figures/memory-scale.ts';
import { shapeIds, shapes } from '#src/lib/figures/memory-table.ts';
import { oneOf, readSettings, say } from './words.ts';

const svg = 'http://www.w3.org/2000/svg';

/** Shows what the controls of the figure say. */
export function show(panel: HTMLElement): void {
  const chosen = readSettings(panel);
  const method = oneOf(trainingMethods, chosen.get('method'));
  const memory = stepMemory(shapes[oneOf(shapeIds, chosen.get('model'))], {
    method,
    dtype: oneOf(weightDtypes, chosen.get('dtype')),
    checkpointing: chosen.get('checkpointing') !== '',
    batch: Number(chosen.get('batch')) || 1,
    sequence: Number(chosen.get('sequence')) || 1,
  });
  // QLoRA loads 4 bits, whatever this says.
  for (const radio of panel.querySelectorAll<HTMLInputElement>('[data-setting="dtype"]')) {
    radio.disabled = method === 'qlora';
  }
  panel.querySelector('[data-peak]')?.replaceChildren(inGib(memory.peak));
  say(panel, panel.querySelector('[data-moment]'), `moment-${memory.moment}`);
  for (const part of memoryParts) {
    const row = panel.querySelector(`tr[data-part="${part}"]`);
    row?.querySelector('[data-at-peak]')?.replaceChildren(inGib(memory.atPeak[part]));
    row?.querySelector('[data-largest]')?.replaceChildren(inGib(memory.largest[part]));
  }
  drawBar(panel, memory);
}

function drawBar(panel: HTMLElement, { atPeak }: StepMemory): void {
  const { parts, ticks } = memoryBar(atPeak);
  for (const { part, start, length } of parts) {
    const rect = panel.querySelector(`rect[data-part="${part}"]`);
    rect?.setAttribute('x', `${start}%`);
    rect?.setAttribute('width', `${length}%`);
  }
  const marks = ticks.flatMap(({ size, at }) => {
    const line = document.createElementNS(svg, 'line');
    for (const [name, value] of [
      ['y1', '0'],
      ['y2', '34'],
    ] as const)
      line.setAttribute(name, value);
    const text = document.createElementNS(svg, 'text');
    text.setAttribute('y', '50');
    text.textContent = String(size);
    for (const name of ['x1', 'x2']) line.setAttribute(name, `${at}%`);
    text.setAttribute('x', `${at}%`);
    return [line, text];
  });
  panel.querySelector('[data-ticks]')?.replaceChildren(...marks);
}
