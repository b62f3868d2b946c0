/** `reply`: a ready answer to an issue. */
import { certainHit } from '../lib/reply/certain.ts';
import { issueReply } from '../lib/reply/reply.ts';
import { reporterContext } from '../lib/reply/reporter.ts';
import { permalinkOf } from './addresses.ts';
import type { CliData } from './data.ts';
import { findHits } from './find-hits.ts';
import { usage } from './help.ts';
import { InputError } from './input-error.ts';
import { exitCodes, type Io } from './io.ts';
import { readOptions } from './options.ts';

const flags = {
  plain: { type: 'boolean', default: false },
  guide: { type: 'string' },
} as const;

/** Runs the command; the exit code says whether an answer was printed. */
export async function reply(args: readonly string[], data: CliData, io: Io): Promise<number> {
  const { values, operand, locale, site } = readOptions(args, flags, usage.reply, {
    site: data.site,
    env: io.env,
  });
  if (site === undefined)
    throw new InputError('say where the links lead: --site https://example.org/');
  const guides = await data.replies();
  const asked = values.guide;
  if (asked !== undefined && !guides.some(({ slug }) => slug === asked))
    throw new InputError(`there is no written guide "${asked}"`);
  const { text, hits, index } = await findHits(io, operand, data, locale);
  const hit =
    asked === undefined ? certainHit(hits, index) : hits.find(({ slug }) => slug === asked);
  const slug = asked ?? hit?.slug;
  const guide = guides.find((one) => one.slug === slug);
  if (!guide) {
    io.stderr.write('no guide is certain enough to answer with: see tracebook match\n');
    return exitCodes.nothing;
  }
  const answer = issueReply({
    ...{ locale, guide, permalink: permalinkOf(site, guide.slug) },
    cause: hit?.cause ?? undefined,
    context: reporterContext(text),
    quote: hit?.line ?? undefined,
  });
  io.stdout.write(values.plain ? answer.plain : answer.markdown);
  return exitCodes.found;
}
