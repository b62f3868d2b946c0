import { isCredible } from '../../lib/fulltext/credible.ts';
import { readExcerpt } from '../../lib/fulltext/excerpt.ts';
import { fuse } from '../../lib/fulltext/fuse.ts';
import { plan, type Step } from '../../lib/fulltext/plan.ts';
import type { Locale } from '../../lib/locale.ts';
import type { Segment } from '../../lib/fulltext/segment.ts';

/** A place in a guide's text. */
export interface Passage {
  path: string;
  title: string;
  heading: string | null;
  excerpt: readonly Segment[];
}

/** What is used of Pagefind. */
interface Pagefind {
  search(query: string): Promise<{ results: readonly Result[] }>;
}

interface Result {
  id: string;
  data(): Promise<Page>;
}

interface Page {
  url: string;
  meta: { title?: string };
  sub_results: readonly Part[];
}

interface Part {
  url: string;
  title: string;
  excerpt: string;
  locations: readonly number[];
}

type Module = Pagefind & { createInstance(): Pagefind };

const TIME_BOX = 3000;
const MAX_PAGES = 4;
const MAX_PASSAGES = 6;

let loading: Promise<Module> | undefined;
let other: Pagefind | undefined;

/**
 * Passages for a text, best page first; in the other language where this one has none. Never rejects: no index, no WebAssembly, no network or no
 * answer in time are all no passages.
 */
export async function searchText(text: string, locale: Locale): Promise<Passage[]> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<Passage[]>((resolve) => {
    timer = setTimeout(() => resolve([]), TIME_BOX);
  });
  try {
    return await Promise.race([search(text, locale), tooLate]);
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}

async function search(text: string, locale: Locale): Promise<Passage[]> {
  const steps = plan(text);
  if (steps.length === 0) return [];
  const pagefind = await load();
  // A page of both languages is in English for Pagefind, whatever its box is in.
  const isOwn = document.documentElement.lang.startsWith(locale);
  for (const inOwn of [isOwn, !isOwn]) {
    for (const step of steps) {
      const instance = inOwn ? pagefind : (other ??= otherLanguage(pagefind));
      const passages = await run(step, instance);
      if (passages.length > 0) return passages;
    }
  }
  return [];
}

function load(): Promise<Module> {
  const address = `${import.meta.env.BASE_URL.replace(/\/?$/, '/')}pagefind/pagefind.js`;
  loading ??= (import(/* @vite-ignore */ address) as Promise<Module>).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Pagefind takes the language from the page when an instance is made, and has no option for it. */
function otherLanguage(pagefind: Module): Pagefind {
  const html = document.documentElement;
  const { lang } = html;
  html.lang = lang === 'en' ? 'zh-CN' : 'en';
  try {
    return pagefind.createInstance();
  } finally {
    html.lang = lang;
  }
}

async function run(step: Step, pagefind: Pagefind): Promise<Passage[]> {
  const found = await Promise.all(step.map((query) => pagefind.search(query)));
  const searches = found.map(({ results }) => results).filter((results) => results.length > 0);
  // The search that finds least says most, and its passages are shown.
  searches.sort((a, b) => a.length - b.length);
  const byId = new Map<string, Result>();
  for (const result of searches.flat()) if (!byId.has(result.id)) byId.set(result.id, result);
  const ids = fuse(searches.map((results) => results.map(({ id }) => id))).slice(0, MAX_PAGES);
  const pages = await Promise.all(ids.flatMap((id) => byId.get(id) ?? []).map((one) => one.data()));
  const query = step.join(' ');
  return pages
    .flatMap(passagesOf)
    .filter(({ excerpt }) => isCredible(excerpt, query))
    .slice(0, MAX_PASSAGES);
}

/** The three parts of a page with most finds, in the page's order. */
function passagesOf(page: Page): Passage[] {
  const best = [...page.sub_results]
    .sort((a, b) => b.locations.length - a.locations.length)
    .slice(0, 3);
  return page.sub_results
    .filter((part) => best.includes(part))
    .map(({ url, title, excerpt }) => ({
      path: new URL(url, location.href).href,
      title: page.meta.title ?? title,
      heading: url.includes('#') ? title : null,
      excerpt: readExcerpt(excerpt),
    }));
}
