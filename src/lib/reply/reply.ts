import { causeAnchor, fixAnchor } from '../anchors.ts';
import type { Context } from '../context/context.ts';
import { exceptionToAdd } from '../exception-name.ts';
import { withoutBackticks } from '../inline-code.ts';
import { fenced, inlineMarkdown } from '../markdown-safe.ts';
import { permanentLink } from './links.ts';
import { quotation } from './quote.ts';
import type { Reply, ReplyCause, ReplyCode, ReplyFix, ReplyInput } from './types.ts';
import { replyWords } from './words-table.ts';

/** A paragraph of a reply, before it takes a form. */
type Block =
  | { kind: 'words'; label?: string; text: string }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'link'; label: string; url: string };

/**
 * A ready answer to an issue: the message, the likely cause and why, the fix, the check, and the permanent link with
 * the reporter's set-up. Never throws, whatever was pasted.
 */
export function issueReply(input: ReplyInput): Reply {
  const { guide, locale } = input;
  const words = replyWords[locale];
  const { cause, fix } = subject(input);
  const quoted = quotation(input.quote ?? '') || messageOf(input);
  const isOpen = !cause && guide.causes.length > 1;
  const blocks: Block[] = [
    { kind: 'words', text: words.known },
    { kind: 'code', language: 'text', text: quoted },
    ...(cause ? causeBlocks(cause, input) : verdictBlocks(input)),
    ...(fix ? fixBlocks(fix, input) : []),
    {
      kind: 'link',
      label: (isOpen ? words.otherCauses : words.more) + words.colon,
      url: linkOf(input),
    },
  ];
  return { markdown: join(blocks.map(asMarkdown)), plain: join(blocks.map(asPlain)) };
}

/** Cause and fix that a reply speaks of: those asked for, else what belongs to them, else the first to try. */
function subject({ guide, ...asked }: ReplyInput): {
  cause: ReplyCause | undefined;
  fix: ReplyFix | undefined;
} {
  const askedFix = guide.fixes.find(({ id }) => id === asked.fix);
  const [onlyCause, ...furtherCauses] = askedFix?.causes ?? guide.causes.map(({ id }) => id);
  const causeId = asked.cause ?? (furtherCauses.length === 0 ? onlyCause : undefined);
  const cause = guide.causes.find(({ id }) => id === causeId);
  const firstFix = guide.fixes.find(({ causes }) => !cause || causes.includes(cause.id));
  return { cause, fix: askedFix ?? firstFix };
}

function messageOf({ guide }: ReplyInput): string {
  const exception = exceptionToAdd(guide);
  return exception ? `${exception}: ${guide.headline}` : guide.headline;
}

/** The permanent link of the asked cause or fix, of the guide where none was. */
function linkOf({ guide, permalink, context, ...asked }: ReplyInput): string {
  const fix = guide.fixes.find(({ id }) => id === asked.fix);
  const cause = guide.causes.find(({ id }) => id === asked.cause);
  const anchor = fix ? fixAnchor(fix.id) : cause && causeAnchor(cause.id);
  return permanentLink(permalink, context, anchor);
}

function verdictBlocks({ guide, locale }: ReplyInput): Block[] {
  const words = replyWords[locale];
  return [{ kind: 'words', label: words.happened + words.colon, text: guide.verdict[locale] }];
}

function causeBlocks(cause: ReplyCause, { locale }: ReplyInput): Block[] {
  const words = replyWords[locale];
  const sign = words.sign + words.space + ended(cause.sign[locale], words.stop);
  // "Because" begins the sentence in English; the Chinese label is a question that it answers.
  const because = words.because + (locale === 'en' ? '' : words.colon);
  return [
    {
      kind: 'words',
      label: words.cause + words.colon,
      text: ended(cause.title[locale], words.stop) + words.space + sign,
    },
    { kind: 'words', label: because, text: words.space + cause.because[locale] },
  ];
}

function fixBlocks(fix: ReplyFix, input: ReplyInput): Block[] {
  const { locale, context } = input;
  const words = replyWords[locale];
  const code = codeFor(fix.code, context ?? {});
  const how = code ? '' : words.space + fix.how[locale];
  const codeOnPage = !code && fix.hasCode ? words.space + words.codeOnPage : '';
  return [
    {
      kind: 'words',
      label: words[fix.kind] + words.colon,
      text: ended(fix.title[locale], words.stop) + how + codeOnPage,
    },
    ...codeBlocks(code),
    ...checkBlocks(fix, input),
  ];
}

/** A sentence about code says nothing without it. */
function checkBlocks(fix: ReplyFix, { locale, context }: ReplyInput): Block[] {
  const words = replyWords[locale];
  const code = codeFor(fix.checkCode, context ?? {});
  const text = fix.checkHasCode && !code ? words.checkOnPage : fix.check[locale];
  return [{ kind: 'words', label: words.check + words.colon, text }, ...codeBlocks(code)];
}

function codeBlocks(code: ReplyCode | undefined): Block[] {
  return code ? [{ kind: 'code', language: code.language, text: code.lines.join('\n') }] : [];
}

/** The first code that fits the set-up; of a set-up that says nothing, the first. */
function codeFor(code: readonly ReplyCode[], { trainer, gpu }: Context): ReplyCode | undefined {
  const fits = <Id>(wanted: Id | undefined, ids: readonly Id[]) =>
    wanted === undefined || ids.length === 0 || ids.includes(wanted);
  return code.find((one) => fits(trainer, one.trainer) && fits(gpu, one.gpu));
}

function ended(sentence: string, stop: string): string {
  return /[.!?。！？]$/.test(sentence) ? sentence : sentence + stop;
}

function asMarkdown(block: Block): string {
  switch (block.kind) {
    case 'words':
      return (
        (block.label ? `**${block.label.trimEnd()}** ` : '') + inlineMarkdown(block.text.trim())
      );
    case 'code':
      return fenced(block.text, block.language);
    case 'link':
      return `${inlineMarkdown(block.label)}<${block.url}>`;
  }
}

function asPlain(block: Block): string {
  switch (block.kind) {
    case 'words':
      return (block.label ?? '') + withoutBackticks(block.text);
    case 'code':
      // Indented, so that it is one block even where Markdown is read.
      return block.text.replace(/^(?=.)/gm, '    ');
    case 'link':
      return block.label + block.url;
  }
}

function join(blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`;
}
