import { define, Element } from '../dom/element.ts';
import { finderData } from '../dom/finder-data.ts';
import { whenIdle } from '../dom/idle.ts';
import { isEnter, onFinderKey } from '../dom/shortcut.ts';
import { FieldText } from './field-text.ts';
import { onFileDrop, pasted, type Incoming } from './incoming.ts';
import { keepPaste, keptPaste } from './kept-paste.ts';
import { queryOf, shareQuery } from './query.ts';
import type { SearchSession } from './search-session.ts';

/**
 * The box into which an error is pasted. It is on every page and so only listens; engine and
 * results load when the reader comes near. Over the ceiling by a few lines: its listeners share
 * one field.
 */
export class FinderBox extends Element {
  #session: Promise<SearchSession> | undefined;

  protected connect(signal: AbortSignal): void {
    const form = this.querySelector('form');
    const field = form?.querySelector('textarea');
    const clear = form?.querySelector<HTMLElement>('[data-clear]');
    if (!form || !field || !clear) return;
    const text = new FieldText(field);
    const { mode, findPath } = this.dataset;
    const isDialog = mode === 'dialog';
    /** The finder's own page: its address may carry a query. */
    const isShared = mode === 'page' && location.pathname === findPath;
    const share = (query: string) => {
      if (isShared) shareQuery(query);
    };

    const use = (task: (session: SearchSession) => unknown) => {
      this.#load()
        .then(task)
        // The code itself did not load: the words for that stand in the page.
        .catch(() => this.querySelector('[data-answer="failed"]')?.removeAttribute('hidden'));
    };
    const ask = () => {
      clear.hidden = text.isEmpty;
      use((session) => session.ask(text.value));
    };
    const submit = () => {
      keepPaste(text.value);
      share(text.shareable);
      ask();
    };
    const receive = (brought: string | null) => {
      if (brought === null) return;
      text.set(brought, 'brought');
      submit();
    };
    const take = (incoming: Incoming) => {
      if ('text' in incoming) receive(incoming.text);
      else use(async (session) => receive(await session.read(incoming.file)));
    };
    const restore = () => {
      if (!text.isEmpty) return;
      const query = isShared ? queryOf(location.search) : '';
      const kept = query || keptPaste();
      if (kept === '') return;
      text.set(kept, query === '' ? 'brought' : 'typed');
      ask();
    };
    const near = () => {
      this.#load().catch(() => undefined);
      if (isDialog) restore();
    };
    const on = <Type extends keyof HTMLElementEventMap>(
      target: HTMLElement,
      type: Type,
      listener: (event: HTMLElementEventMap[Type]) => void,
    ) => target.addEventListener(type, listener, { signal });

    on(form, 'submit', (event) => {
      event.preventDefault();
      submit();
    });
    on(field, 'focus', near);
    on(field, 'input', (event) => {
      clear.hidden = field.value === '';
      if (text.follow(event)) submit();
    });
    on(field, 'paste', (event) => {
      const incoming = pasted(event);
      if (!incoming) return;
      event.preventDefault();
      take(incoming);
    });
    on(this, 'keydown', (event) => {
      const isInField = event.target === field;
      if (isInField && isEnter(event)) {
        const isLine = !event.shiftKey && !field.value.includes('\n');
        if (!isLine && !event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        submit();
      } else if (event.key === 'Escape' && !event.isComposing) {
        if (isDialog) return; // The browser closes it.
        event.preventDefault();
        if (isInField) field.blur();
        else field.focus();
      }
    });
    on(clear, 'click', () => {
      text.set('', 'typed');
      clear.hidden = true;
      keepPaste('');
      share('');
      use((session) => session.reset());
      field.focus();
    });
    onFileDrop(this, take, signal);
    if (mode === 'page') onFinderKey(() => field.focus(), signal);
    if (document.activeElement === field) near();
    // Where people come to paste, everything is there before they do, and without a network too.
    if (mode === 'page') whenIdle(near);
    if (!isDialog) restore(); // The dialog answers when it is opened.
  }

  #load(): Promise<SearchSession> {
    if (!this.#session) {
      // At once what the code would ask for only when it runs, one after another.
      void finderData();
      import('./full-answer.ts').catch(() => undefined);
      this.#session = import('./search-session.ts').then(({ SearchSession: Session }) =>
        Session.of(this),
      );
      this.#session.catch(() => (this.#session = undefined));
    }
    return this.#session;
  }
}

define('tb-finder-box', FinderBox);
