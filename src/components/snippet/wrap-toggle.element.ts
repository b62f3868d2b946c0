import { define, Element } from '../dom/element.ts';

/** Shown only where a line is wider than its box; the style reads `aria-pressed`. */
export class WrapToggle extends Element {
  protected connect(signal: AbortSignal): void {
    const button = this.querySelector('button');
    const pre = this.closest('figure')?.querySelector('pre');
    if (!button || !pre) return;
    button.addEventListener(
      'click',
      () => {
        button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
      },
      { signal },
    );
    const offer = () => {
      const pressed = button.getAttribute('aria-pressed') === 'true';
      button.classList.toggle('idle', !pressed && pre.scrollWidth <= pre.clientWidth);
    };
    const observer = new ResizeObserver(offer);
    observer.observe(pre);
    signal.addEventListener('abort', () => {
      observer.disconnect();
    });
  }
}

define('tb-wrap-toggle', WrapToggle);
