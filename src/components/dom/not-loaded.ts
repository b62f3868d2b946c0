import { announce } from './announce.ts';

const noteClass = 'not-loaded';

/** Says beside a button that what it opens could not be loaded, with the words that stand in the page. */
export function sayNotLoaded(button: HTMLElement): void {
  const words = button.closest<HTMLElement>('[data-not-loaded]');
  const text = (words ?? document.querySelector<HTMLElement>('tb-share'))?.dataset['notLoaded'];
  if (text === undefined) return;
  unsayNotLoaded(button);
  const note = document.createElement('span');
  note.className = `${noteClass} no-print`;
  note.textContent = text;
  button.after(note);
  announce(text);
}

/** Takes the words back before the button tries again. */
export function unsayNotLoaded(button: HTMLElement): void {
  const note = button.nextElementSibling;
  if (note?.classList.contains(noteClass)) note.remove();
}
