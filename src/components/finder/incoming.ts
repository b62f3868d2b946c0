import { isLong } from './long-text.ts';

/** What a paste or a drop brings that the field cannot take by itself. */
export type Incoming = { text: string } | { file: File };

/** A paste too long for the field, or a pasted file; null where the browser's own paste will do. */
export function pasted({ clipboardData }: ClipboardEvent): Incoming | null {
  const text = clipboardData?.getData('text/plain') ?? '';
  const file = clipboardData?.files[0];
  if (text === '' && file) return { file };
  return isLong(text) ? { text } : null;
}

/** Lets files be dropped on an element and says which one was. Dropped text goes its own way. */
export function onFileDrop(
  target: HTMLElement,
  receive: (incoming: Incoming) => void,
  signal: AbortSignal,
): void {
  const mark = (isOver: boolean): void => {
    target.toggleAttribute('data-dragging', isOver);
  };
  const over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    mark(true);
  };
  const drop = (event: DragEvent): void => {
    mark(false);
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    receive({ file });
  };
  target.addEventListener('dragover', over, { signal });
  target.addEventListener('dragleave', () => mark(false), { signal });
  target.addEventListener('drop', drop, { signal });
}
