import { define, Element } from '../dom/element.ts';
// Before this one is defined: the words belong into the box that stays.
import '../finder/readers-box.element.ts';

/** At most this much of an address is looked up, in characters. */
const maxWords = 120;

/** Fills the finder with the words of the address that was not found. */
export class NotFound extends Element {
  protected connect(): void {
    const field = this.querySelector('textarea');
    if (field?.value === '') field.value = wordsOf(location.pathname);
  }
}

/** `/en/guides/flash-attn-dtpe/` → `flash attn dtpe`. */
function wordsOf(path: string): string {
  const last = path.split('/').findLast((part) => part !== '') ?? '';
  let text = last;
  try {
    text = decodeURIComponent(last);
  } catch {
    // A broken escape is shown as it stands.
  }
  return text
    .replace(/\.html?$/, '')
    .replaceAll(/[-_+]+/g, ' ')
    .slice(0, maxWords);
}

define('tb-not-found', NotFound);
