import type { Asked, Plan } from '../../lib/finder/shards/plan.ts';
import type { ShardIndex } from '../../lib/finder/shards/types.ts';
import type { Details, Pack } from '../../lib/finder/types.ts';
import type { Answer, Question } from './answer.ts';

/** What the worker answers from. */
export interface FinderData {
  pack: Pack;
  details: Details | null;
}

/** What the worker is asked: for answers from the latest data, or what to look up in shards. */
type Request = { question: Question } | { asked: Asked; index: ShardIndex };

/** To the worker: the data whenever they are others, then requests. */
export type ToWorker =
  ({ kind: 'data' } & FinderData) | { kind: 'request'; id: number; request: Request };

/** From the worker. Without a reply the request could not be answered. */
export interface FromWorker {
  id: number;
  reply: Answer[] | Plan | null;
}

/** A worker that says nothing for so long is given up. */
const PATIENCE = 30_000;

let worker: Worker | undefined;
let known: FinderData | undefined;
let lastId = 0;

/** Answers a question off the page's thread. Rejects where workers are blocked, broken or mute. */
export async function askWorker(question: Question, data: FinderData): Promise<Answer[]> {
  const current = (worker ??= start());
  if (known?.pack !== data.pack || known.details !== data.details)
    send(current, { kind: 'data', ...data });
  known = data;
  return (await request({ question }, current)) as Answer[];
}

/** What a long text leads to in the shards. Rejects as `askWorker` does. */
export async function planInWorker(asked: Asked, index: ShardIndex): Promise<Plan> {
  return (await request({ asked, index }, (worker ??= start()))) as Plan;
}

function send(to: Worker, message: ToWorker): void {
  to.postMessage(message);
}

function request(what: Request, current: Worker): Promise<NonNullable<FromWorker['reply']>> {
  return new Promise((resolve, reject) => {
    const id = ++lastId;
    const ended = new AbortController();
    const end = (isBroken: boolean): void => {
      ended.abort();
      clearTimeout(timer);
      if (isBroken) giveUp(current);
    };
    const fail = (): void => {
      end(true);
      reject(new Error('The worker did not answer'));
    };
    const timer = setTimeout(fail, PATIENCE);
    current.addEventListener('error', fail, { signal: ended.signal });
    current.addEventListener(
      'message',
      ({ data: { id: answered, reply } }: MessageEvent<FromWorker>) => {
        if (answered !== id) return;
        end(false);
        if (reply) resolve(reply);
        else reject(new Error('The worker could not answer'));
      },
      { signal: ended.signal },
    );
    send(current, { kind: 'request', id, request: what });
  });
}

function start(): Worker {
  known = undefined;
  return new Worker(new URL('./finder.worker.ts', import.meta.url), { type: 'module' });
}

function giveUp(broken: Worker): void {
  broken.terminate();
  if (worker === broken) worker = undefined;
}
