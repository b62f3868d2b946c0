import { define, Element } from '../dom/element.ts';

/** On every guide, and so only a door: what it does loads when the browser is idle, or on the first press. */
export class Share extends Element {
  protected connect(signal: AbortSignal): void {
    const load = () => import('./share-controls.ts');
    // Safari has no idle callback.
    const idle = 'requestIdleCallback' in globalThis ? requestIdleCallback : setTimeout;
    idle(() => void load().then(({ addControls }) => addControls(this, signal)));
    this.addEventListener('click', () => void load().then(({ openGuide }) => openGuide(this)), {
      signal,
    });
  }
}

define('tb-share', Share);
