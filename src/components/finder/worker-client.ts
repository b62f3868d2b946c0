import type { Details, Pack } from '../../lib/finder/types.ts';
import type { Answer, Question } from './answer.ts';

/** What the worker answers from. */
export interface FinderData {
  pack: Pack;
  details: Details | null;
}

/** To the worker: the data whenever they are others, then questions. */
export type ToWorker =
  ({ kind: 'data' } & FinderData) | { kind: 'question'; id: number; question: Question };

/** From the worker. Without answers the question could not be answered. */
export interface FromWorker {
  id: number;
  answers: Answer[] | null;
}

/** A worker that says nothing for so long is given up. */
const PATIENCE = 30_000;

let worker: Worker | undefined;
let known: FinderData | undefined;
let lastId = 0;

/** Answers a question off the page's thread. Rejects where workers are blocked, broken or mute. */
export function askWorker(question: Question, data: FinderData): Promise<Answer[]> {
  return new Promise((resolve, reject) => {
    const id = ++lastId;
    const current = (worker ??= start());
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
      ({ data: reply }: MessageEvent<FromWorker>) => {
        if (reply.id !== id) return;
        end(false);
        if (reply.answers) resolve(reply.answers);
        else reject(new Error('The worker could not answer'));
      },
      { signal: ended.signal },
    );
    const send = (message: ToWorker): void => current.postMessage(message);
    if (known?.pack !== data.pack || known.details !== data.details)
      send({ kind: 'data', ...data });
    known = data;
    send({ kind: 'question', id, question });
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
