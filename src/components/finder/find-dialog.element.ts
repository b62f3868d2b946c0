import { define, Element } from '../dom/element.ts';
import { onFinderKey } from '../dom/shortcut.ts';

/** Opens the finder over any page: Ctrl K, ⌘ K, `/` outside a field, or a link marked `data-open-finder`. */
export class FindDialog extends Element {
  #box: Promise<void> | undefined;
  /** What had the focus before, and gets it back unless the reader goes elsewhere. */
  #opener: HTMLElement | undefined;

  protected connect(signal: AbortSignal): void {
    const dialog = this.querySelector('dialog');
    if (!dialog) return;
    const open = () => {
      if (!dialog.open) this.#opener = document.activeElement as HTMLElement;
      // Without a box the reader is sent to the page that holds it.
      showModal(dialog)
        .then(() => (this.#box ??= this.#fetchBox(dialog)))
        .then(
          () => dialog.querySelector('textarea')?.focus(),
          () => location.assign(this.dataset['page'] ?? ''),
        );
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
        // A hit on this very page only moves the anchor: the dialog must not stay over it.
        const isWayOut = (target as HTMLElement).closest('a[href],[data-close]');
        if (isWayOut?.matches('a')) this.#opener = undefined;
        if (isWayOut || target === dialog) dialog.close(); // The backdrop counts as the dialog.
      },
      { signal },
    );
    // The dialog itself would give it back to what had it when it became modal: nothing, see below.
    dialog.addEventListener('close', () => this.#opener?.focus({ preventScroll: true }), {
      signal,
    });
  }

  /** Takes the box from the page that holds it. */
  async #fetchBox(dialog: HTMLDialogElement): Promise<void> {
    const answer = await fetch(this.dataset['page'] ?? '');
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const box = page.querySelector<HTMLElement>('tb-finder-box');
    if (!box) throw new Error('No box');
    box.dataset['mode'] = 'dialog';
    dialog.append(box);
  }
}

/** A modal dialog makes the whole page inert, which restyles all of it: the reader sees the dialog before that. */
async function showModal(dialog: HTMLDialogElement): Promise<void> {
  if (dialog.open || dialog.popover) return;
  dialog.popover = 'manual';
  dialog.showPopover();
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  dialog.popover = null;
  dialog.showModal();
}

define('tb-find-dialog', FindDialog);
