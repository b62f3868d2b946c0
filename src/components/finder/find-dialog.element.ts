import { define, Element } from '../dom/element.ts';

/** Opens the finder over any page: Ctrl K, ⌘ K, `/` outside a field, or a link marked `data-open-finder`. */
export class FindDialog extends Element {
  protected connect(signal: AbortSignal): void {
    const dialog = this.querySelector('dialog');
    if (!dialog) return;
    const open = () => {
      if (!dialog.open) dialog.showModal();
      dialog.querySelector('textarea')?.focus();
    };
    document.addEventListener(
      'keydown',
      (event) => {
        const withModifier = event.ctrlKey || event.metaKey;
        const isShortcut = withModifier && !event.altKey && event.key.toLowerCase() === 'k';
        const isSlash = event.key === '/' && !withModifier && !event.altKey && !isTyping(event);
        if (!isShortcut && !isSlash) return;
        event.preventDefault();
        open();
      },
      { signal },
    );
    for (const link of document.querySelectorAll('[data-open-finder]')) {
      link.addEventListener(
        'click',
        (event) => {
          const { ctrlKey, metaKey, shiftKey } = event as MouseEvent;
          if (ctrlKey || metaKey || shiftKey) return;
          event.preventDefault();
          open();
        },
        { signal },
      );
    }
    dialog.addEventListener(
      'click',
      ({ target }) => {
        const isBackdrop = target === dialog;
        const isLink = target instanceof globalThis.Element && target.closest('a[href]');
        // A hit on this very page only moves the anchor: the dialog must not stay over it.
        if (isBackdrop || isLink || (target as HTMLElement).closest('[data-close]')) dialog.close();
      },
      { signal },
    );
  }
}

/** Whether the key goes into a field, where `/` is a character. */
function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}

define('tb-find-dialog', FindDialog);
