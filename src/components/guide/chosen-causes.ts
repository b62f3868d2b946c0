import { adapt as en } from '#src/i18n/en/adapt.ts';
import { adapt as zh } from '#src/i18n/zh/adapt.ts';
import { causeAnchor } from '#src/lib/anchors.ts';
import { announce } from '../dom/announce.ts';
import { markCauses } from '../dom/cause-rows.ts';

const words = document.documentElement.lang.startsWith('zh') ? zh : en;

/** Marks the rows of the causes that the reader's answers lead to, and says their names below the questions. */
export function sayCauses(chooser: HTMLElement, causes: readonly string[]): void {
  const rows = markCauses(causes);
  chooser.querySelector('details > p')?.remove();
  if (rows.length === 0) return;
  const line = document.createElement('p');
  line.append(words.chooser.result);
  for (const [index, { id, title }] of rows.entries()) {
    if (index > 0) line.append(words.context.separator);
    const link = document.createElement('a');
    line.append(Object.assign(link, { href: `#${causeAnchor(id)}`, textContent: title }));
  }
  chooser.querySelector('details')?.append(line);
  announce(line.textContent);
}
