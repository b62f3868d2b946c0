import { announce } from '../dom/announce.ts';
import { copyText } from '../dom/clipboard.ts';
import { define, Element } from '../dom/element.ts';

/** How long the button says "copied", in milliseconds. */
const feedbackTime = 1800;

export class CopyButton extends Element {
  protected connect(signal: AbortSignal): void {
    const button = this.querySelector('button');
    if (!button) return;
    const label = button.textContent;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const copy = async () => {
      const figure = this.closest('figure');
      if (!figure) return;
      const { done = '', failed = '' } = this.dataset;
      const copied = await copyText(codeOf(figure));
      if (!copied) select(figure);
      const text = copied ? done : failed;
      announce(text);
      button.textContent = text;
      clearTimeout(timer);
      timer = setTimeout(() => {
        button.textContent = label;
      }, feedbackTime);
    };
    button.addEventListener('click', () => void copy(), { signal });
  }
}

/** The code as it stands in its file, without the lines that a diff removes. Each row ends with its newline. */
function codeOf(figure: HTMLElement): string {
  const rows = figure.querySelectorAll('.row:not(.removed)');
  return Array.from(rows, (row) => row.textContent).join('');
}

/** Where the clipboard is blocked, the reader can still press Ctrl C. */
function select(figure: HTMLElement): void {
  const code = figure.querySelector('code');
  if (code) getSelection()?.selectAllChildren(code);
}

define('tb-copy-button', CopyButton);
