import { define, Element } from '../dom/element.ts';
import { whenIdle } from '../dom/idle.ts';
import { sayNotLoaded } from '../dom/not-loaded.ts';
import { optional } from '../dom/optional.ts';

/** On every guide, and so only a door: what it does loads when the browser is idle, or on the first press. */
export class Share extends Element {
  protected connect(signal: AbortSignal): void {
    const load = () => import('./share-controls.ts');
    whenIdle(() => optional(load().then(({ addControls }) => addControls(this, signal))));
    const button = this.querySelector('button');
    button?.addEventListener(
      'click',
      () => {
        load().then(
          ({ openGuide }) => openGuide(button),
          () => sayNotLoaded(button),
        );
      },
      { signal },
    );
  }
}

define('tb-share', Share);
