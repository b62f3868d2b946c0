import { define, Element } from '../dom/element.ts';
import { isEnter } from '../dom/shortcut.ts';
import { CheckSession, type Incoming } from './check-session.ts';

/** The field into which lists of versions are pasted. It stands on one page, which alone loads it. */
export class EnvironmentCheck extends Element {
  protected connect(signal: AbortSignal): void {
    const form = this.querySelector('form');
    const field = form?.querySelector('textarea');
    const clear = form?.querySelector<HTMLElement>('[data-clear]');
    if (!form || !field || !clear) return;
    const session = new CheckSession(this, field);
    const ask = () => {
      clear.hidden = session.isEmpty;
      void session.check();
    };
    const take = (incoming: Incoming) => {
      void session.take(incoming).then((isTaken) => {
        if (isTaken) ask();
      });
    };
    const on = <Type extends keyof HTMLElementEventMap>(
      target: HTMLElement,
      type: Type,
      listener: (event: HTMLElementEventMap[Type]) => void,
    ) => target.addEventListener(type, listener, { signal });

    on(form, 'submit', (event) => {
      event.preventDefault();
      ask();
    });
    on(field, 'input', (event) => {
      clear.hidden = session.isEmpty;
      if (/^insertFrom(?:Paste|Drop)/.test(event.inputType)) ask();
    });
    on(field, 'paste', (event) => {
      const incoming = session.incoming(event);
      if (!incoming) return;
      event.preventDefault();
      take(incoming);
    });
    on(field, 'keydown', (event) => {
      if (!isEnter(event) || (!event.ctrlKey && !event.metaKey)) return;
      event.preventDefault();
      ask();
    });
    on(clear, 'click', () => {
      session.clear();
      clear.hidden = true;
      field.focus();
    });
    session.onDrop(take, signal);
    // A browser may put the text of an earlier visit back.
    if (!session.isEmpty) ask();
  }
}

define('tb-environment-check', EnvironmentCheck);
