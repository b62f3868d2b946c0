import { gpuFamilies } from '#src/lib/context/ids.ts';
import {
  answerAttention,
  attentionDefault,
  cardOf,
  type Answer,
} from '#src/lib/figures/attention.ts';
import { attentionDtypes, attentionMasks, cardIds } from '#src/lib/figures/attention-table.ts';
import { oneOf, readSettings, say, tellFailure } from './words.ts';

/** Chooses the reader's GPU, where it is known. */
export function follow(panel: HTMLElement, signal: AbortSignal): void {
  const select = panel.querySelector<HTMLSelectElement>('[data-setting="card"]');
  const { dataset } = document.documentElement;
  const choose = () => {
    const family = gpuFamilies.find((known) => known === dataset['gpu']);
    if (family && select) select.value = cardOf(family);
  };
  // The context bar writes the reader's choice there.
  const observer = new MutationObserver(() => {
    choose();
    show(panel);
  });
  observer.observe(document.documentElement, { attributeFilter: ['data-gpu'] });
  signal.addEventListener('abort', () => {
    observer.disconnect();
  });
  choose();
}

/** Shows what the controls of the figure say. */
export function show(panel: HTMLElement): void {
  const settings = readSettings(panel);
  const answer = answerAttention({
    card: oneOf(cardIds, settings.get('card')),
    dtype: oneOf(attentionDtypes, settings.get('dtype')),
    mask: oneOf(attentionMasks, settings.get('mask')),
    headDim: Number(settings.get('headDim')) || attentionDefault.headDim,
    training: settings.get('training') !== '',
  });
  say(panel, panel.querySelector('[data-choice]'), `choice-${answer.choice}`);
  const verdict = answer.packages.find(({ kernel }) => kernel === 'fa2')?.verdict ?? 'refuses';
  say(panel, panel.querySelector('[data-package]'), `package-${verdict}`);
  tellFailure(panel, verdict === 'refuses');
  for (const one of [...answer.sdpa, ...answer.packages]) showRow(panel, one);
}

/** Rewrites a kernel's row and puts it last, so that the list gets the order of the answer. */
function showRow(panel: HTMLElement, { kernel, verdict, rules }: Answer): void {
  const row = panel.querySelector<HTMLElement>(`[data-kernel="${kernel}"]`);
  if (!row) return;
  row.dataset['verdict'] = verdict;
  say(panel, row.querySelector('.verdict'), `verdict-${verdict}`);
  const why = row.querySelector('.why');
  if (verdict === 'able') say(panel, why, 'able');
  else {
    const reasons = rules.map(({ reason }) => {
      const text = document.createElement('span');
      say(panel, text, `reason-${reason}`);
      return text;
    });
    why?.replaceChildren(...reasons);
  }
  row.parentElement?.append(row);
}
