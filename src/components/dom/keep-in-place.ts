/** Makes a change; what the reader looks at stays where it is in the window, whatever folds above it. */
export function keepInPlace(seen: HTMLElement, change: () => void): void {
  const before = seen.getBoundingClientRect().top;
  change();
  scrollBy({ top: seen.getBoundingClientRect().top - before, behavior: 'instant' });
}
