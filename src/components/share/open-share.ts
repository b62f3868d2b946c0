import type { ShareSubject } from './subject.ts';
import { ShareDialog } from './share-dialog.element.ts';
import styles from './share.css?url&no-inline';

let loaded: Promise<void> | undefined;
let adopted: Promise<ShareDialog> | undefined;

/** Adds the styles of the dialog and its buttons; a visit without either does not pay for them. */
export function loadStyles(): Promise<void> {
  loaded ??= new Promise((resolve) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: styles });
    link.onload = link.onerror = () => {
      resolve();
    };
    document.head.append(link);
  });
  return loaded;
}

/** Opens the dialog of links and replies. The focus returns to the opener. */
export async function openShare(subject: ShareSubject, opener: HTMLElement): Promise<void> {
  adopted ??= adopt();
  adopted.catch(() => (adopted = undefined));
  const [dialog] = await Promise.all([adopted, loadStyles()]);
  opener.focus();
  dialog.open(subject);
}

/** The dialog of this page; where it has none, that of the finder's page in the same language. */
async function adopt(): Promise<ShareDialog> {
  const own = document.querySelector('tb-share-dialog');
  if (own instanceof ShareDialog) return own;
  const answer = await fetch(findPage());
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const dialog = page.querySelector('tb-share-dialog');
  if (dialog) document.body.append(document.adoptNode(dialog));
  // Another document's element becomes ours when it is upgraded, on its way into the page.
  if (dialog instanceof ShareDialog) return dialog;
  throw new Error('The page of the finder has no share dialog.');
}

function findPage(): string {
  const box = document.querySelector<HTMLElement>('[data-find-path]')?.dataset['findPath'];
  return box ?? document.querySelector<HTMLElement>('tb-find-dialog')?.dataset['page'] ?? '';
}
