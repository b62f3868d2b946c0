import { openPack, type CompiledIndex } from '../../lib/finder/open.ts';
import type { Details, Pack } from '../../lib/finder/types.ts';
import { whenIdle } from '../dom/idle.ts';
import { answerExact, type Answer, type Question } from './answer.ts';
import { candidateSource } from './candidate-source.ts';
import { bothEnds } from './both-ends.ts';
import type { Find } from './full-answer.ts';
import { isLong } from './long-text.ts';
import { Once } from './once.ts';

/** What finds inexact matches, and then their causes. Each follows what the answer before it needs. */
const full = new Once(() => import('./full-answer.ts'));
const causes = new Once(() => import('../../lib/finder/find.ts'));
const ranges = new Once(() => import('@renovatebot/pep440'));

const indexes = new WeakMap<Pack, CompiledIndex>();
/** Whether the full engine has prepared its part of the index: some tens of milliseconds once. */
let isWarm = false;
/** Whether the browser has run the engine before: the first time takes it six times as long. */
let hasAnswered = false;

/** Fetches code and data ahead of the first question: at once what its first answer needs, then the rest. */
export async function prepare(): Promise<void> {
  const [{ warmUp }, pack] = await Promise.all([full.get(), packFor({ text: '' })]);
  const step = (): void => {
    isWarm ||= warmUp(open(pack));
    if (!isWarm) whenIdle(step);
  };
  whenIdle(() => {
    // No first answer that a reader waits for needs these.
    void detailsOf(pack);
    for (const later of [causes, ranges]) later.get().catch(() => undefined);
    step();
  });
}

/**
 * Answers a question, at once from what is there: the last answers are the whole ones, earlier ones
 * are the first of them. Rejects where nothing can be answered, or at the end where something is missing.
 */
export async function* ask(question: Question): AsyncGenerator<Answer[], void> {
  // The paste itself is painted before the page is busy with its first answer; later ones are quick.
  const [pack] = await Promise.all([packFor(question), hasAnswered ? undefined : nextFrame()]);
  yield* answers(question, pack);
  hasAnswered = true;
  // Causes need their own guide only.
  if (pack.corpus?.isPartial && !pack.slugs.includes(question.about ?? ''))
    throw new Error('Part of the data did not come');
}

async function* answers(question: Question, pack: Pack): AsyncGenerator<Answer[], void> {
  const { text, about } = question;
  if (isLong(text)) {
    yield await askWorker(question, pack, await detailsOf(pack));
    return;
  }
  let isAnswered = false;
  if (!(isWarm && hasAnswered) && about === undefined) {
    const exact = answerExact(question, open(pack));
    isAnswered = exact.length > 0;
    if (isAnswered) {
      yield exact;
      await nextFrame();
    }
  }
  try {
    const { answer } = await full.get();
    isWarm = true;
    // Causes are told of what is shown already: an answer need not wait for them.
    const isWaiting =
      open(pack).details === null || !causes.now || (hasVersion(text) && !ranges.now);
    if (isWaiting && !isAnswered && about === undefined) {
      isAnswered = true;
      yield answer(question, open(pack));
    }
    await detailsOf(pack);
    yield answer(question, open(pack), await findFor(text));
  } catch (error) {
    if (!isAnswered) throw error;
  }
}

/** Lets what was just shown be painted. A page in the background paints nothing. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 100);
  });
}

/** The worker, or without one the page itself for both ends of the text. */
async function askWorker(
  question: Question,
  pack: Pack,
  details: Details | null,
): Promise<Answer[]> {
  try {
    const client = await import('./worker-client.ts');
    return await client.askWorker(question, { pack, details });
  } catch {
    const { answer } = await full.get();
    const text = bothEnds(question.text);
    return answer({ ...question, text }, open(pack), await findFor(text));
  }
}

async function packFor(question: Pick<Question, 'text' | 'about'>): Promise<Pack> {
  return (await candidateSource()).packFor(question);
}

function open(pack: Pack): CompiledIndex {
  const index = indexes.get(pack) ?? openPack(pack);
  indexes.set(pack, index);
  return index;
}

/** Causes and links, null where they do not come. */
async function detailsOf(pack: Pack): Promise<Details | null> {
  try {
    const details = await (await candidateSource()).detailsOf(pack);
    indexes.set(pack, { ...open(pack), details });
    return details;
  } catch {
    return null;
  }
}

function hasVersion(text: string): boolean {
  return /\d\.\d/.test(text);
}

/** Version ranges are needed only where the text shows a version. Without them causes rank by the rest. */
async function findFor(text: string): Promise<Find> {
  const { find } = await causes.get();
  const satisfies = hasVersion(text)
    ? await ranges.get().then(
        (library) => library.satisfies,
        () => undefined,
      )
    : undefined;
  return (asked, index, options) => find(asked, index, { ...options, satisfies });
}
