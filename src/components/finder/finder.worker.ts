/** The finder off the page's thread, for logs of megabytes. */
import { satisfies } from '@renovatebot/pep440';
import { find } from '../../lib/finder/find.ts';
import { openPack, type CompiledIndex } from '../../lib/finder/open.ts';
import { plan } from '../../lib/finder/shards/plan.ts';
import { answer, type Find } from './full-answer.ts';
import type { FromWorker, ToWorker } from './worker-client.ts';

const findWithRanges: Find = (text, compiled, options) =>
  find(text, compiled, { ...options, satisfies });

let index: CompiledIndex | undefined;

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'data') {
    index = openPack(data.pack, data.details);
    return;
  }
  const { id, request } = data;
  const message: FromWorker = { id, reply: null };
  try {
    if ('asked' in request) message.reply = plan(request.asked, request.index);
    else if (index) message.reply = answer(request.question, index, findWithRanges);
  } catch {
    // The page answers itself then.
  }
  postMessage(message);
});
