import { define, Element } from '../dom/element.ts';
import { onFinderKey } from '../dom/shortcut.ts';

/** Opens the finder over any page: Ctrl K, ⌘ K, `/` outside a field, or a link marked `data-open-finder`. */
export class FindDialog extends Element {
  #page: Promise<string> | undefined;

  protected connect(signal: AbortSignal): void {
    const dialog = this.querySelector('dialog');
    if (!dialog) return;
    const open = () => {
      if (!dialog.open) dialog.showModal();
      this.#box(dialog).then(
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
        const isBackdrop = target === dialog;
        const isLink = target instanceof globalThis.Element && target.closest('a[href]');
        // A hit on this very page only moves the anchor: the dialog must not stay over it.
        if (isBackdrop || isLink || (target as HTMLElement).closest('[data-close]')) dialog.close();
      },
      { signal },
    );
  }

  /** Fetches the box once. Where that fails, the reader is sent to the page that holds it. */
  async #box(dialog: HTMLDialogElement): Promise<void> {
    if (dialog.querySelector('tb-finder-box')) return;
    this.#page ??= fetch(this.dataset['page'] ?? '').then((answer) => answer.text());
    const page = new DOMParser().parseFromString(await this.#page, 'text/html');
    const box = page.querySelector<HTMLElement>('tb-finder-box');
    if (!box) throw new Error('The page of the finder has no box.');
    if (dialog.querySelector('tb-finder-box')) return; // Opened twice while it was on its way.
    box.dataset['mode'] = 'dialog';
    dialog.append(document.adoptNode(box));
  }
}

define('tb-find-dialog', FindDialog);
