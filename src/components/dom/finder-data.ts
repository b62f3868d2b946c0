/** Where the finder's data are: every page names them in its head. */
export function finderDataAddress(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="tb:signatures"]')?.content ?? '';
}

/** Asks for the data together with the finder's code, which asks for them only once it runs. */
export function prefetchFinderData(): void {
  const address = finderDataAddress();
  if (!address) return;
  // Read to its end: only then does the browser keep it for whoever asks next.
  fetch(address)
    .then((response) => response.arrayBuffer())
    .catch(() => undefined);
}
