import { withContext, type Context } from '../context/context.ts';
import { inlineMarkdown } from '../markdown-safe.ts';

/** Permanent link with a reader's set-up; the anchor is an id of the guide's page, or empty. */
export function permanentLink(permalink: string, context: Context = {}, anchor = ''): string {
  return permalink + withContext('', context) + (anchor && `#${anchor}`);
}

/** A link in Markdown; the title is text without markup. */
export function markdownLink(title: string, url: string): string {
  return `[${inlineMarkdown(title.replaceAll('`', "'").replace(/\s+/g, ' ').trim())}](${url})`;
}
