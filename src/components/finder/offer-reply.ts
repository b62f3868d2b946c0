import type { Answer } from './answer.ts';
import { excerptOf } from './report.ts';
import { sayNotLoaded } from '../dom/not-loaded.ts';
import { causeAnchor } from '../../lib/anchors.ts';
import { clean } from '../../lib/finder/clean.ts';
import { reporterContext } from '../../lib/reply/reporter.ts';
import { part } from './view.ts';

/** Shows the button of each sure hit that makes an issue reply of it, with what the paste says of its writer. */
export function offerReplies(results: HTMLElement, answers: readonly Answer[], text: string): void {
  for (const answer of answers) {
    if (answer.group === 'related' || answer.state !== 'written') continue;
    const item = results.querySelector<HTMLElement>(`li[data-slug="${answer.slug}"]`);
    if (item) offerReply(part(item, '[data-reply]'), answer, text);
  }
}

function offerReply(button: HTMLElement, answer: Answer, text: string): void {
  const { slug, title, cause } = answer;
  button.hidden = false;
  button.onclick = () => {
    const anchor = cause === null ? '' : causeAnchor(cause);
    const line = answer.line?.map((segment) => segment.text).join('');
    const quote = line === undefined ? quoteOf(text) : asPasted(line, text);
    const subject = { slug, title, anchor, isAnswer: true, cause: cause ?? undefined, quote };
    import('../share/open-share.ts').then(
      ({ openShare }) => openShare({ ...subject, context: reporterContext(text) }, button),
      () => sayNotLoaded(button),
    );
  };
}

/** The finder compares cleaned lines: with plain quotes and without prefixes. A reply quotes what was printed. */
function asPasted(line: string, text: string): string {
  return text.split('\n').find((pasted) => clean(pasted).includes(line)) ?? line;
}

/** Where no line matched: the lines that say most. Typed words are nobody's output. */
function quoteOf(text: string): string | undefined {
  return text.includes('\n') ? excerptOf(text) : undefined;
}
