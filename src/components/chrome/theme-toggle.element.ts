import { announce } from '../dom/announce.ts';
import { define, Element } from '../dom/element.ts';
import { readStored, store } from '../dom/storage.ts';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

/** The same key is read before the first paint by `head-snippets.ts`. */
const key = 'tb-theme';

/** Whatever storage holds becomes one of the three themes. */
function parseTheme(value: string | null): Theme {
  return themes.find((theme) => theme === value) ?? 'system';
}

export class ThemeToggle extends Element {
  protected connect(signal: AbortSignal): void {
    const button = this.querySelector('button');
    if (!button) return;
    let theme = parseTheme(readStored('localStorage', key));
    const show = () => {
      const text = `${this.dataset['label'] ?? ''}: ${this.dataset[theme] ?? ''}`;
      button.setAttribute('aria-label', text);
      button.title = text;
      if (theme === 'system') delete document.documentElement.dataset['theme'];
      else document.documentElement.dataset['theme'] = theme;
      return text;
    };
    button.addEventListener(
      'click',
      () => {
        theme = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
        store('localStorage', key, theme === 'system' ? null : theme);
        announce(show());
      },
      { signal },
    );
    // Another tab of the site changed it.
    addEventListener(
      'storage',
      (event) => {
        if (event.key !== key) return;
        theme = parseTheme(event.newValue);
        show();
      },
      { signal },
    );
    show();
  }
}

define('tb-theme-toggle', ThemeToggle);
