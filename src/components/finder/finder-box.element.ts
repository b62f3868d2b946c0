import { define, Element } from '../dom/element.ts';
import { isEnter, onFinderKey } from '../dom/shortcut.ts';
import { readStored, store } from '../dom/storage.ts';
import { FieldText } from './field-text.ts';
import { onFileDrop, pasted, type Incoming } from './incoming.ts';
import { queryOf, withQuery } from './query.ts';
import type { SearchSession } from './search-session.ts';

/** The paste of this tab, kept when the reader changes the language or goes on to a guide. */
const storageKey = 'tb-paste';

/**
 * The box into which an error is pasted. It is on every page and so only listens; engine and
 * results load when the reader comes near.
 */
export class FinderBox extends Element {
  #session: Promise<SearchSession> | undefined;

  protected connect(signal: AbortSignal): void {
    const form = this.querySelector('form');
    const field = form?.querySelector('textarea');
    const clear = form?.querySelector<HTMLElement>('[data-clear]');
    if (!form || !field || !clear) return;
    const text = new FieldText(field);
    const isDialog = this.dataset['mode'] === 'dialog';

    const ask = async () => {
      clear.hidden = text.isEmpty;
      try {
        await (await this.#load()).ask(text.value);
      } catch {
        // The code itself did not load: the words for that stand in the page.
        this.querySelector('[data-answer="failed"]')?.removeAttribute('hidden');
      }
    };
    const submit = () => {
      // A text too large to keep must not leave an older one in its place.
      if (text.isEmpty || !store('sessionStorage', storageKey, text.value)) {
        store('sessionStorage', storageKey, null);
      }
      this.#share(text.shareable);
      void ask();
    };
    const receive = async (incoming: Incoming) => {
      const brought =
        'text' in incoming ? incoming.text : await (await this.#load()).read(incoming.file);
      if (brought === null) return;
      text.set(brought, 'brought');
      submit();
    };
    const restore = () => {
      if (!text.isEmpty) return;
      const query = this.#isShared() ? queryOf(location.search) : '';
      const kept = query || readStored('sessionStorage', storageKey);
      if (!kept) return;
      text.set(kept, query === '' ? 'brought' : 'typed');
      void ask();
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
      if (text.follow(event as InputEvent)) submit();
    });
    on(field, 'paste', (event) => {
      const incoming = pasted(event);
      if (!incoming) return;
      event.preventDefault();
      void receive(incoming);
    });
    on(this, 'keydown', (event) => {
      const isInField = event.target === field;
      if (isInField && isEnter(event)) {
        const isLine = !event.shiftKey && !field.value.includes('\n');
        if (!isLine && !event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        submit();
      } else if (event.key === 'Escape' && !event.isComposing) {
        if (isInField && isDialog) return; // The browser closes the dialog.
        event.preventDefault();
        if (isInField) field.blur();
        else field.focus();
      }
    });
    on(clear, 'click', () => {
      text.set('', 'typed');
      clear.hidden = true;
      store('sessionStorage', storageKey, null);
      this.#share('');
      void this.#session?.then((session) => session.reset());
      field.focus();
    });
    onFileDrop(this, (incoming) => void receive(incoming), signal);
    if (this.dataset['mode'] === 'page') onFinderKey(() => field.focus(), signal);
    if (document.activeElement === field) near();
    if (!isDialog) restore(); // The dialog answers when it is opened.
  }

  #load(): Promise<SearchSession> {
    this.#session ??= import('./search-session.ts').then((module) => new module.SearchSession(this));
    this.#session.catch(() => (this.#session = undefined));
    return this.#session;
  }

  /** Whether this is the finder's own page, whose address may carry a query. */
  #isShared(): boolean {
    return this.dataset['mode'] === 'page' && location.pathname === this.dataset['findPath'];
  }

  #share(query: string): void {
    if (!this.#isShared()) return;
    const { pathname, search, hash } = location;
    const wanted = withQuery(search, query);
    if (wanted !== search) history.replaceState(history.state, '', pathname + wanted + hash);
  }
}

define('tb-finder-box', FinderBox);
