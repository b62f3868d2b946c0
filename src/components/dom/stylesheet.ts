/**
 * Adds a stylesheet unless the page has it, and waits until it is there, or cannot be had: what it
 * dresses can be used without it.
 */
export async function addStylesheet(href: string): Promise<void> {
  const present = document.querySelector<HTMLLinkElement>(`link[href="${CSS.escape(href)}"]`);
  const link = present ?? document.createElement('link');
  if (link.sheet) return;
  const settled = new Promise<void>((resolve) => {
    link.addEventListener('load', () => {
      resolve();
    });
    link.addEventListener('error', () => {
      link.remove(); // It would never settle again; the next call tries anew.
      resolve();
    });
  });
  if (!present) {
    link.rel = 'stylesheet';
    link.href = href;
    document.head.append(link);
  }
  await settled;
}
