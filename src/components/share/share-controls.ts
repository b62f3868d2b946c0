import { permanentLink } from '../../lib/reply/links.ts';
import { announce } from '../dom/announce.ts';
import { copyText } from '../dom/clipboard.ts';
import { readContext } from '../dom/context.ts';
import { loadStyles, openShare } from './open-share.ts';
import type { ShareSubject } from './subject.ts';

/** How long a heading says that its link was copied, in milliseconds. */
const feedbackTime = 1800;

/** Puts a button beside each heading of the guide, and lets the heading's own link copy its permanent form. */
export async function addControls(share: HTMLElement, signal: AbortSignal): Promise<void> {
  await loadStyles();
  const label = share.querySelector('button')?.textContent.trim() ?? '';
  for (const link of document.querySelectorAll<HTMLAnchorElement>('section[id] > * > a.anchor')) {
    const section = link.closest<HTMLElement>('section[id]');
    if (!section) continue;
    const title = link.textContent.trim();
    const button = shareButton(`${label}: ${title}`);
    button.addEventListener('click', () => void openShare(subjectOf(section.id, title), button), {
      signal,
    });
    link.addEventListener('click', () => void copyLink(section.id, button, share), { signal });
    section.classList.add('shared');
    link.parentElement?.after(button);
  }
}

/** Opens the dialog for the guide as a whole. */
export function openGuide(button: HTMLElement): void {
  const title = document.querySelector('article > .human')?.textContent.trim() ?? '';
  void openShare(subjectOf('', title), button);
}

function subjectOf(anchor: string, title: string): ShareSubject {
  const [, kind, id] = /^(cause|fix)-(.+)$/.exec(anchor) ?? [];
  return {
    slug: permalinkOfPage().split('/').at(-2) ?? '',
    title,
    anchor,
    context: readContext(),
    // A section about every cause and fix is a place to link to, not an answer.
    isAnswer: anchor === '' || id !== undefined,
    ...(kind === 'cause' && { cause: id }),
    ...(kind === 'fix' && { fix: id }),
  };
}

/** `https://origin/base/e/<slug>/`: from the canonical address, which the build wrote, not the location bar. */
function permalinkOfPage(): string {
  const canonical = document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href ?? '';
  return canonical.replace(/[a-z]+\/guides\/([^/]+\/)$/, 'e/$1');
}

async function copyLink(anchor: string, button: HTMLElement, share: HTMLElement): Promise<void> {
  if (!(await copyText(permanentLink(permalinkOfPage(), readContext(), anchor)))) return;
  const { copied = '' } = share.dataset;
  announce(copied);
  button.dataset['said'] = copied;
  setTimeout(() => delete button.dataset['said'], feedbackTime);
}

function shareButton(label: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'share-here no-print';
  button.ariaLabel = label;
  button.title = label;
  button.ariaHasPopup = 'dialog';
  button.append(icon());
  return button;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Two links of a chain. */
function icon(): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute(
    'd',
    'M6.5 9.5l3-3M7.3 4.7l1.6-1.6a2.8 2.8 0 0 1 4 4l-1.6 1.6M8.7 11.3l-1.6 1.6a2.8 2.8 0 0 1-4-4l1.6-1.6',
  );
  svg.append(path);
  return svg;
}
