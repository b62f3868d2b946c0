/** Whether the key goes into a field, where `/` is a character. */
function isTyping({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable]') !== null
  );
}

/** Calls `open` for the finder's keys: Ctrl K, ⌘ K, and `/` outside a field. */
export function onFinderKey(open: () => void, signal: AbortSignal): void {
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.defaultPrevented || event.altKey || event.isComposing) return;
      const withModifier = event.ctrlKey || event.metaKey;
      const isShortcut = withModifier && event.key.toLowerCase() === 'k';
      const isSlash = !withModifier && event.key === '/' && !isTyping(event);
      if (!isShortcut && !isSlash) return;
      event.preventDefault();
      open();
    },
    { signal },
  );
}

/** Whether Enter is the reader's, and not the one that ends an input method's composition. */
export function isEnter(event: KeyboardEvent): boolean {
  // Safari ends the composition before this event and leaves the old key code as the only sign.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  return event.key === 'Enter' && !event.isComposing && event.keyCode !== 229;
}
