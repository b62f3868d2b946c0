/** Where the finder's data are: every page names them in its head. */
export function finderDataAddress(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="tb:signatures"]')?.content ?? '';
}

/** Rejects where the answer is no JSON, as no host's page for an error is. */
export async function fetchJson(address: string): Promise<unknown> {
  return (await fetch(address)).json();
}

let coming: Promise<unknown> | undefined;

/** The finder's data, fetched once; after a failure the next call tries again. */
export function finderData(): Promise<unknown> {
  coming ??= fetchJson(finderDataAddress());
  coming.catch(() => (coming = undefined));
  return coming;
}
