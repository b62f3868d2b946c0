/**
 * Shows what the glossary says about a marked term, beside the term. The browser closes it on Escape and on a press
 * elsewhere (`popover=auto`); it stays while the pointer or the focus is on the term or in the tip.
 */
import { announce } from '../dom/announce.ts';

/** Milliseconds. A mouse that only crosses the word opens nothing; one on its way to the tip has time. */
const openDelay = 150;
const closeDelay = 300;

/** Pixels between tip and term, and at least between tip and window. */
const gap = 4;
const margin = 16;

const textId = 'term-tip-text';

/** Opens the tip of `term`. `more` is the link's text, `by` the type of the event that asked for it. */
export async function explainTerm(
  term: HTMLAnchorElement,
  more: string,
  by: string,
): Promise<void> {
  if (by === 'focusin' && term === dismissed) {
    dismissed = undefined;
    return;
  }
  const isLate = by === 'click' || !pages.has(pageOf(term));
  const delay = by === 'pointerover' ? openDelay : 0;
  const [text] = await Promise.all([definitionOf(term), pause(delay)]);
  const isAsked = by === 'click' || term.matches(':hover, :focus');
  if (!isAsked || term.hasAttribute('aria-describedby')) return;
  open(term, text, more);
  // A description that comes after the focus, or without it, is not read out by itself.
  if (isLate && by !== 'pointerover') announce(text);
}

/** The term to which the focus comes back from its tip: that is no wish to read it again. */
let dismissed: HTMLAnchorElement | undefined;

const pages = new Map<string, Promise<Document>>();

function pageOf({ origin, pathname }: HTMLAnchorElement): string {
  return origin + pathname;
}

/** The glossary is a page that readers may have visited: it is fetched once, and no second file repeats it. */
async function definitionOf(term: HTMLAnchorElement): Promise<string> {
  const address = pageOf(term);
  const known = pages.get(address) ?? fetchPage(address);
  pages.set(address, known);
  try {
    const entry = (await known).getElementById(decodeURIComponent(term.hash.slice(1)));
    const text = entry?.querySelector('dd')?.textContent.trim();
    if (!text) throw new Error(`The glossary has no ${term.hash}.`);
    return text;
  } catch (error) {
    pages.delete(address); // The network may be back at the next term.
    throw error;
  }
}

async function fetchPage(address: string): Promise<Document> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The glossary answered ${answer.status}.`);
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function open(term: HTMLAnchorElement, text: string, more: string): void {
  const tip = document.createElement('span');
  tip.className = 'term-tip no-print';
  tip.popover = 'auto';
  const definition = document.createElement('span');
  definition.id = textId;
  definition.textContent = text;
  const link = document.createElement('a');
  link.href = term.href;
  link.textContent = more;
  tip.append(definition, link);
  // After the term, so that Tab goes from the term to the link.
  term.after(tip);
  term.setAttribute('aria-describedby', textId);
  tip.showPopover();
  place(tip, term);

  const closeLater = () =>
    setTimeout(() => {
      const isUsed = term.matches(':hover, :focus') || tip.matches(':hover, :focus-within');
      if (!isUsed) tip.hidePopover();
    }, closeDelay);
  for (const part of [term, tip]) {
    part.addEventListener('pointerleave', closeLater);
    part.addEventListener('focusout', closeLater);
  }
  tip.addEventListener('beforetoggle', ({ newState }) => {
    if (newState === 'closed' && tip.matches(':focus-within')) dismissed = term;
  });
  tip.addEventListener('toggle', ({ newState }) => {
    if (newState === 'open') return;
    term.removeAttribute('aria-describedby');
    term.removeEventListener('pointerleave', closeLater);
    term.removeEventListener('focusout', closeLater);
    tip.remove();
  });
}

/** Below the term's last line, above its first where there is no room, inside the window. */
function place(tip: HTMLElement, term: HTMLElement): void {
  const lines = [...term.getClientRects()];
  const { top = 0 } = lines[0] ?? {};
  const { bottom = 0, left = 0 } = lines.at(-1) ?? {};
  const { width, height } = tip.getBoundingClientRect();
  const room = document.documentElement.clientWidth - width - margin;
  const isAbove = bottom + gap + height > innerHeight && top > height + gap;
  tip.style.left = `${Math.max(margin, Math.min(left, room)) + scrollX}px`;
  tip.style.top = `${(isAbove ? top - gap - height : bottom + gap) + scrollY}px`;
}
