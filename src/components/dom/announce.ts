/** Says a text once to screen readers, through the page's one polite live region. */
export function announce(text: string): void {
  const region = document.getElementById('announcer');
  if (!region) return;
  // The same text twice is only spoken again if the region changed in between.
  region.textContent = '';
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}
