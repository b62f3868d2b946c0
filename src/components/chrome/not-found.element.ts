import { type Locale, locales, type Localized, preferredLocale } from '../../lib/locale.ts';
import { nearestSlug } from '../../lib/nearest-slug.ts';
import { define, Element } from '../dom/element.ts';
import { readersLocale } from '../dom/readers-locale.ts';
// Before this one is defined: the words belong into the box that stays.
import '../finder/readers-box.element.ts';

/** At most this much of an address is looked up, in characters. */
const maxWords = 120;

/** A guide in the list that the site publishes, as far as it is read here. */
interface Listed {
  id: string;
  title: Localized;
  permalink: string;
  /** Null where a guide is still to be written. */
  page: Localized | null;
}

/**
 * Leads an address that was cut short to the list of guides; of any other offers the guide whose
 * address is nearest, or looks its words up.
 */
export class NotFound extends Element {
  protected connect(): void {
    const list = listOf(location.pathname);
    const link = list && this.querySelector<HTMLAnchorElement>(`[data-list="${list}"]`);
    if (link) {
      location.replace(link.href);
      return;
    }
    const field = this.querySelector('textarea');
    const words = wordsOf(location.pathname);
    const isFree = field?.value === '';
    if (isFree) field.value = words;
    void this.#offer()
      .catch(() => false)
      .then((isOffered) => {
        if (!isOffered && isFree && words !== '' && field.value === words) {
          field.form?.requestSubmit();
        }
      });
  }

  /** Resolves to whether a guide is near enough. */
  async #offer(): Promise<boolean> {
    const typed = /\/(?:guides|e)\/([^/]+)/.exec(location.pathname)?.[1];
    if (!typed) return false;
    const answer = await fetch(this.dataset['guides'] ?? '');
    const { guides } = (await answer.json()) as { guides: Listed[] };
    const id = nearestSlug(
      typed,
      guides.map((one) => one.id),
    );
    const guide = guides.find((one) => one.id === id);
    if (!guide) return false;
    for (const locale of locales) {
      const place = this.querySelector<HTMLElement>(`[data-nearest="${locale}"]`);
      const link = document.createElement('a');
      // Where the site is served, which need not be where it says it is.
      link.href = new URL(guide.page?.[locale] ?? guide.permalink).pathname;
      // Not by `lib/inline-code.ts`: shared, it would be one more file of the finder's first answer.
      link.textContent = guide.title[locale].replaceAll('`', '');
      place?.append(locale === 'zh' ? '' : ' ', link); // Chinese needs no space.
      place?.removeAttribute('hidden');
    }
    return true;
  }
}

const lastOf = (path: string) => path.split('/').findLast((part) => part !== '') ?? '';

/** The language in which a list was meant: `/en/guides/`, what is left of a guide's address, or `/zh-CN/`. */
function listOf(path: string): Locale | undefined {
  const last = lastOf(path).toLowerCase();
  if (/^(?:guides?|e)$/.test(last)) return readersLocale() ?? 'en';
  return preferredLocale([last]);
}

/** `/en/guides/flash-attn-dtpe/` → `flash attn dtpe`. */
function wordsOf(path: string): string {
  const last = lastOf(path);
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
