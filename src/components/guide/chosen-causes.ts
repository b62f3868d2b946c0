import { adapt as en } from '#src/i18n/en/adapt.ts';
import { adapt as zh } from '#src/i18n/zh/adapt.ts';
import { announce } from '../dom/announce.ts';
import { markCauses } from '../dom/cause-rows.ts';

const words = document.documentElement.lang.startsWith('zh') ? zh : en;

/** Marks the rows of the causes that the reader's answers lead to, and says their names below the questions. */
export function sayCauses(chooser: HTMLElement, causes: readonly string[]): void {
  const rows = markCauses(causes);
  chooser.querySelector('details > p')?.remove();
  if (rows.length === 0) return;
  const names = rows.map(({ title }) => title).join(words.context.separator);
  const line = document.createElement('p');
  line.textContent = words.chooser.result(names);
  chooser.querySelector('details')?.append(line);
  announce(line.textContent);
}
