import { sayNotLoaded } from '../dom/not-loaded.ts';
import { addStylesheet } from '../dom/stylesheet.ts';
import type { ShareSubject } from './subject.ts';
import { ShareView } from './share-view.ts';
import styles from './share.css?url&no-inline';

let view: Promise<ShareView> | undefined;

/** The styles of the dialog and its buttons; a visit without either does not pay for them. */
export const loadStyles = (): Promise<void> => addStylesheet(styles);

/** Opens the dialog of links and replies; where it cannot be loaded, says so. The focus returns to the opener. */
export async function openShare(subject: ShareSubject, opener: HTMLElement): Promise<void> {
  try {
    view ??= dialogOfPage().then((dialog) => new ShareView(dialog));
    const [shown] = await Promise.all([view, loadStyles()]);
    opener.focus();
    shown.open(subject);
  } catch {
    view = undefined;
    sayNotLoaded(opener);
  }
}

/** The dialog of this page; where it has none, that of the finder's page in the same language. */
async function dialogOfPage(): Promise<HTMLDialogElement> {
  const selector = 'dialog.share-dialog';
  const own = document.querySelector<HTMLDialogElement>(selector);
  if (own) return own;
  const answer = await fetch(findPage());
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const dialog = page.querySelector<HTMLDialogElement>(selector);
  if (!dialog) throw new Error('The page of the finder has no share dialog.');
  document.body.append(document.adoptNode(dialog));
  return dialog;
}

function findPage(): string {
  const box = document.querySelector<HTMLElement>('[data-find-path]')?.dataset['findPath'];
  return box ?? document.querySelector<HTMLElement>('tb-find-dialog')?.dataset['page'] ?? '';
}
