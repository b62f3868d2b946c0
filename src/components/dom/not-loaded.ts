import { announce } from './announce.ts';

/** Says beside a button that what it opens could not be loaded, with the words that stand in the page. */
export function sayNotLoaded(button: HTMLElement): void {
  const share = document.querySelector<HTMLElement>('tb-share');
  const text = button.dataset['notLoaded'] ?? share?.dataset['notLoaded'] ?? '';
  announce(text);
  if (button.nextSibling?.nodeType === Node.TEXT_NODE) button.nextSibling.remove();
  button.after(text);
}
