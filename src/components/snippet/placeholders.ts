import { adapt as en } from '#src/i18n/en/adapt.ts';
import { adapt as zh } from '#src/i18n/zh/adapt.ts';
import {
  placeholderFault,
  placeholderKinds,
  type Placeholder,
} from '#src/lib/placeholders/kinds.ts';
import { withValues } from '#src/lib/placeholders/occurrences.ts';
import { announce } from '../dom/announce.ts';

/**
 * Editing of the values that a snippet marks. Every occurrence of one value is one field; the page alone keeps what
 * is written: neither the address nor the browser's storage.
 */
const words = (document.documentElement.lang.startsWith('zh') ? zh : en).placeholders;

interface Field extends Placeholder {
  /** What stands in the code now; always fit to stand there. */
  current: string;
  /** What stood there when the reader came: a faulty value gives way to it. */
  before: string;
  marks: HTMLElement[];
}

let fields: Field[] | undefined;

/** Makes the placeholders of the page editable. Called when a figure is entered. */
export function edit(): void {
  if (fields) return;
  fields = collect();
  for (const field of fields) for (const mark of field.marks) prepare(field, mark);
  document.addEventListener('click', download);
  // The reader may have come to a value, and written, before this was loaded.
  const mark = document.activeElement;
  const field = fields.find(({ marks }) => marks.some((one) => one === mark));
  if (field) follow(field, mark as HTMLElement);
}

function collect(): Field[] {
  const found: Field[] = [];
  for (const mark of document.querySelectorAll<HTMLElement>('figure.code var[data-kind]')) {
    const kind = placeholderKinds.find((known) => known === mark.dataset['kind']);
    const value = mark.dataset['value'];
    if (!kind || value === undefined) continue;
    const same = found.find((field) => field.value === value && field.kind === kind);
    if (same) same.marks.push(mark);
    else found.push({ kind, value, current: value, before: value, marks: [mark] });
  }
  return found;
}

function prepare(field: Field, mark: HTMLElement): void {
  mark.role = 'textbox';
  mark.ariaLabel = words.kinds[field.kind];
  mark.spellcheck = false;
  mark.autocapitalize = 'off';
  mark.addEventListener('focus', () => {
    field.before = field.current;
    say(mark, words.hint(words.kinds[field.kind]));
  });
  mark.addEventListener('input', () => {
    follow(field, mark);
  });
  mark.addEventListener('blur', () => {
    settle(field, mark);
  });
  mark.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      put(field, field.value);
      follow(field, mark);
    } else if (event.key !== 'Enter') return;
    event.preventDefault();
  });
}

/** While the reader writes: a sound value goes to every other place, a faulty one is named. */
function follow(field: Field, mark: HTMLElement): void {
  const value = mark.textContent.trim();
  const fault = placeholderFault(field.kind, value);
  mark.ariaInvalid = String(fault !== null);
  if (fault) {
    put(field, field.before, mark);
    say(mark, words.faults[fault]);
    return;
  }
  say(mark, words.hint(words.kinds[field.kind]));
  put(field, value, mark);
}

/** When the reader goes on: what is faulty is taken back, and said. */
function settle(field: Field, mark: HTMLElement): void {
  const fault = placeholderFault(field.kind, mark.textContent.trim());
  if (fault) announce(words.kept(words.faults[fault], field.current));
  else if (field.current !== field.before && field.marks.length > 1) {
    announce(words.synced(field.marks.length - 1));
  }
  put(field, field.current);
  mark.ariaInvalid = 'false';
  mark.closest('figure')?.querySelector('.placeholder-note')?.remove();
}

/** Puts a value into every place, except where the reader is writing it. */
function put(field: Field, value: string, writing?: HTMLElement): void {
  field.current = value;
  for (const mark of field.marks) {
    if (mark !== writing && mark.textContent !== value) mark.textContent = value;
  }
}

/** Below the code, so that nothing above the reader moves. */
function say(mark: HTMLElement, text: string): void {
  const figure = mark.closest('figure');
  let note = figure?.querySelector<HTMLElement>('.placeholder-note');
  if (!note) {
    note = document.createElement('p');
    note.id = 'placeholder-note';
    note.className = 'placeholder-note no-print';
    note.role = 'status';
    figure?.append(note);
    mark.setAttribute('aria-describedby', note.id);
  }
  if (note.textContent !== text) note.textContent = text;
}

/** A file is fetched as it ran, and saved with the reader's values in it. */
function download(event: MouseEvent): void {
  const link =
    event.target instanceof Element
      ? event.target.closest<HTMLAnchorElement>('figure.code figcaption a')
      : null;
  const values = new Map(
    (fields ?? [])
      .filter(({ value, current }) => value !== current)
      .map((field): [Placeholder, string] => [field, field.current]),
  );
  if (!link || values.size === 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  save(link, values).catch(() => {
    location.assign(link.href);
  });
}

async function save(link: HTMLAnchorElement, values: Map<Placeholder, string>): Promise<void> {
  const response = await fetch(link.href);
  if (!response.ok) throw new Error(`The file answered with status ${response.status}`);
  const name = link.href.slice(link.href.lastIndexOf('/') + 1);
  const language = name.endsWith('.py') ? 'python' : 'bash';
  const text = withValues(await response.text(), language, values);
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  Object.assign(document.createElement('a'), { href: address, download: name }).click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 1000);
}
