import { adapt as en } from '#src/i18n/en/adapt.ts';
import { adapt as zh } from '#src/i18n/zh/adapt.ts';
import type { Context } from '#src/lib/context/context.ts';
import { contextIn, type ShownContext } from '#src/lib/context/from-text.ts';
import type { GpuFamily, Trainer } from '#src/lib/context/ids.ts';
import { announce } from '../dom/announce.ts';
import { changeContext } from '../dom/change-context.ts';
import { readContext } from '../dom/context.ts';
import { keepInPlace } from '../dom/keep-in-place.ts';
import { readStored, store } from '../dom/storage.ts';

const words = (document.documentElement.lang.startsWith('zh') ? zh : en).context;

/** What pastes have set here: another paste may set it anew, which the reader's own choice forbids. */
const filled: Context = {};
/** What the reader has taken back is not set again in this tab: a paste is kept from page to page. */
const declinedKey = 'tb-context-declined';
const declined = new Set((readStored('sessionStorage', declinedKey) ?? '').split(' '));

/**
 * Sets the reader's context to what a paste or a report shows, and says so in a line at the top of `host`, with a way
 * back. Where the reader has chosen something else, the line only offers it.
 */
export function fillContext(text: string, host: HTMLElement): void {
  host.querySelector('[data-context-note]')?.remove();
  const shown = contextIn(text);
  const chosen = readContext();
  const change: Context = {};
  const taken = { names: [] as string[], signs: [] as string[] };
  const lines: Node[] = [];
  const consider = <Name extends keyof Context>(name: Name, found: ShownContext[Name]): void => {
    if (!found || found.id === chosen[name] || declined.has(found.id)) return;
    const own = chosen[name];
    if (own !== undefined && own !== filled[name]) {
      lines.push(
        ...offer(
          found.id,
          { [name]: found.id },
          words.other(words.names[found.id], words.names[own]),
        ),
      );
      return;
    }
    Object.assign(change, { [name]: found.id });
    taken.names.push(words.names[found.id]);
    taken.signs.push(found.sign);
  };
  consider('gpu', shown.gpu);
  consider('trainer', shown.trainer);
  if (taken.names.length > 0) {
    lines.unshift(...report(words.taken(taken.names, taken.signs), change, chosen));
  }
  if (lines.length === 0) return;
  keepInPlace(host, () => {
    changeContext(change);
  });
  Object.assign(filled, change);
  const note = document.createElement('p');
  note.className = 'note';
  note.dataset['contextNote'] = '';
  note.append(...lines);
  host.prepend(note);
  announce(note.textContent);
}

/** What was set, and the button that takes it back. */
function report(taken: string, change: Context, before: Context): Node[] {
  const undo = button(words.undo, (note) => {
    for (const id of Object.values(change)) declined.add(String(id));
    store('sessionStorage', declinedKey, [...declined].join(' '));
    const back = Object.keys(change).map((name) => [name, before[name as keyof Context]]);
    keepInPlace(note, () => {
      changeContext(Object.fromEntries(back) as Context);
    });
    note.textContent = words.undone;
    announce(words.undone);
  });
  return [new Text(`${taken} `), undo, new Text(' ')];
}

/** What the paste shows where the reader chose otherwise, and the button that takes it. */
function offer(id: GpuFamily | Trainer, change: Context, text: string): Node[] {
  const name = words.names[id];
  const take = button(words.use(name), (note) => {
    keepInPlace(note, () => {
      changeContext(change);
    });
    note.remove();
    announce(name);
  });
  return [new Text(`${text} `), take, new Text(' ')];
}

function button(label: string, act: (note: HTMLElement) => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = label;
  element.addEventListener('click', () => {
    const note = element.closest<HTMLElement>('[data-context-note]');
    if (note) act(note);
  });
  return element;
}
