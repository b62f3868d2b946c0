import { satisfies } from '@renovatebot/pep440';
import { compile, find, type Hit, type Signature } from '../src/lib/finder/index.ts';
import type { Locale } from '../src/lib/locale.ts';
import { certainHit } from '../src/lib/reply/certain.ts';
import { issueReply } from '../src/lib/reply/reply.ts';
import { reporterContext } from '../src/lib/reply/reporter.ts';
import type { ReplyGuide } from '../src/lib/reply/types.ts';
import type { Issue } from './event.ts';
import type { Inputs } from './inputs.ts';
import { words } from './words-table.ts';

/** What the action knows: made by `npm run package`. */
export interface ActionData {
  site?: string;
  signatures: readonly Signature[];
  replies: readonly ReplyGuide[];
}

/** What is said of one issue. */
export interface Answer {
  hit: Hit;
  link: string;
  /** The comment's text, without the marker. */
  markdown: string;
}

/** Notes to reporters in issue templates, which quote errors that nobody had. */
const COMMENTS = /<!--[\s\S]{0,10000}?-->/g;

/** The answer to an issue, or undefined where no guide is certain. */
export function answerTo(issue: Issue, data: ActionData, inputs: Inputs): Answer | undefined {
  const text = `${issue.title}\n\n${issue.body.replace(COMMENTS, '\n')}`;
  const locale = inputs.language === 'auto' ? localeOf(text) : inputs.language;
  const index = compile(data.signatures);
  const hit = certainHit(find(text, index, { locale, satisfies }), index);
  const guide = hit && data.replies.find(({ slug }) => slug === hit.slug);
  if (!guide || (inputs.minimum === 'exact' && hit.group !== 'exact')) return undefined;
  const link = `${inputs.site}e/${guide.slug}/`;
  const { markdown } = issueReply({
    ...{ locale, guide, permalink: link },
    cause: hit.cause ?? undefined,
    context: reporterContext(text),
    quote: hit.line ?? undefined,
  });
  return { hit, link, markdown: `${markdown}\n${words[locale].automatic}\n` };
}

const FENCES = /^(`{3,}|~{3,})[\s\S]*?^\1/gm;

/** Chinese where every fifth letter outside code is Han: logs are English in every language. */
export function localeOf(text: string): Locale {
  const prose = text.replace(FENCES, '');
  const count = (pattern: RegExp) => prose.match(pattern)?.length ?? 0;
  const han = count(/\p{Script=Han}/gu);
  return han > 0 && han * 5 >= count(/\p{L}/gu) ? 'zh' : 'en';
}
