import { define, Element } from '../dom/element.ts';
import { onFinderKey } from '../dom/shortcut.ts';

/** Opens the finder over any page: Ctrl K, ⌘ K, `/` outside a field, or a link marked `data-open-finder`. */
export class FindDialog extends Element {
  protected connect(signal: AbortSignal): void {
    const dialog = this.querySelector('dialog');
    if (!dialog) return;
    const open = () => {
      if (!dialog.open) dialog.showModal();
      dialog.querySelector('textarea')?.focus();
    };
    onFinderKey(open, signal);
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

define('tb-find-dialog', FindDialog);
