import { adapt as en } from '#src/i18n/en/adapt.ts';
import { adapt as zh } from '#src/i18n/zh/adapt.ts';
import { causeAnchor } from '../../lib/anchors.ts';
import { decodeProbe, type Decoded } from '../../lib/probe/decode.ts';
import type { Probe } from '../../lib/probe/types.ts';
import { markCauses } from '../dom/cause-rows.ts';
import { StatusLine } from './status-line.ts';
import { part, showAnswer } from './view.ts';

const words = (document.documentElement.lang.startsWith('zh') ? zh : en).probe;

let known: Promise<Probe> | undefined;

/** How this guide's probe is read: beside the probe itself, fetched with the first paste. None: no such guide. */
function probeOf(): Promise<Probe> | undefined {
  const link = document.querySelector<HTMLAnchorElement>('a[data-probe]');
  if (!link) return undefined;
  known ??= fetch(link.href.replace(/\.py$/, '.json')).then((answer) => answer.json());
  known.catch(() => (known = undefined));
  return known;
}

/** What the text says of the probe. Without sound rules that is nothing, and the finder's answer stands. */
async function decode(text: string): Promise<Decoded | null> {
  try {
    const probe = await probeOf();
    return probe ? decodeProbe(text, probe) : null;
  } catch {
    return null;
  }
}

/** Answers from the probe's own output, where the text holds it. Returns whether it did. */
export async function showProbe(
  box: HTMLElement,
  text: string,
  isStale: () => boolean,
): Promise<boolean> {
  const decoded = await decode(text);
  if (!decoded || isStale()) return false;
  const results = part(box, '.results');
  results.querySelector('[data-answer="probe"]')?.remove();
  const shown = decoded.kind === 'causes' ? causes(results, decoded) : report(results, decoded);
  new StatusLine(box).say(shown);
  return true;
}

function causes(results: HTMLElement, decoded: Decoded & { kind: 'causes' }): HTMLElement | null {
  const shown = showAnswer(results, 'cause');
  const [first, ...others] = markCauses(decoded.causes);
  if (!shown || !first) return null;
  const link = part(shown, '[data-link]', HTMLAnchorElement);
  link.href = `#${causeAnchor(first.id)}`;
  link.textContent = first.title;
  part(shown, 'ul').replaceChildren(
    ...others.map(({ id, title }) =>
      item(
        Object.assign(document.createElement('a'), {
          href: `#${causeAnchor(id)}`,
          textContent: title,
        }),
      ),
    ),
    item(code(decoded.line)),
  );
  return shown;
}

function report(
  results: HTMLElement,
  decoded: Exclude<Decoded, { kind: 'causes' }>,
): HTMLElement | null {
  markCauses([]);
  const note = document.createElement('div');
  note.className = 'note';
  note.dataset['answer'] = 'probe';
  note.append(line(words[decoded.kind]), code(decoded.line));
  if (decoded.kind === 'malformed') note.append(line(words.expected), code(decoded.expected));
  results.append(note);
  return showAnswer(results, 'probe');
}

function item(content: Node): HTMLLIElement {
  const element = document.createElement('li');
  element.append(content);
  return element;
}

function line(text: string): HTMLElement {
  return Object.assign(document.createElement('p'), { textContent: text });
}

function code(text: string): HTMLElement {
  const element = document.createElement('code');
  element.textContent = text;
  return element;
}
