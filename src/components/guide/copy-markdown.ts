import { cutSection, twinHeadings } from '#src/lib/twin/cut-section.ts';
import { announce } from '../dom/announce.ts';
import { copyText } from '../dom/clipboard.ts';
import { addStylesheet } from '../dom/stylesheet.ts';
import style from './copy-markdown.css?url&no-inline';

/**
 * Puts a choice of parts and a copy button before the link. The twin is fetched now, not at the
 * press of the button: browsers allow copying only at once.
 */
export async function offerCopy(
  host: HTMLElement,
  link: HTMLAnchorElement,
  signal: AbortSignal,
): Promise<void> {
  const [response] = await Promise.all([fetch(link.href, { signal }), addStylesheet(style)]);
  if (!response.ok) throw new Error(`${link.href}: ${response.status}`);
  const twin = await response.text();
  const { copy = '', scope = '', page = '', done = '', failed = '' } = host.dataset;
  const parts = document.createElement('select');
  parts.setAttribute('aria-label', scope);
  parts.append(
    new Option(page, ''),
    ...twinHeadings(twin).map(({ anchor, depth, text }) => {
      const label = text.replaceAll('`', '');
      return new Option(depth > 2 ? `\u00A0\u00A0${label}` : label, anchor);
    }),
  );
  parts.value = location.hash.slice(1);
  if (parts.selectedIndex < 0) parts.value = '';
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = copy;
  const act = async (): Promise<void> => {
    const copied = await copyText(cutSection(twin, parts.value) ?? twin);
    button.textContent = copied ? done : failed;
    announce(button.textContent);
  };
  button.addEventListener('click', () => void act(), { signal });
  const reset = (): void => {
    button.textContent = copy;
  };
  parts.addEventListener('change', reset, { signal });
  link.before(parts, button);
  parts.focus();
}
