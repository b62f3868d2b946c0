import {
  compile,
  type CompiledIndex,
  type Satisfies,
  type Signature,
} from '../../lib/finder/index.ts';
import { answer, type Answer, type Question } from './answer.ts';
import { candidateSource } from './candidate-source.ts';
import { askWorker } from './worker-client.ts';

/** Longer texts are answered in a worker, so that the page stays responsive. */
const LONG = 50_000;
/** Without a worker only this much of each end of a text is looked at. */
const MOST_ON_PAGE = 200_000;

const compiled = new WeakMap<readonly Signature[], CompiledIndex>();

/** Fetches the data ahead of the first question. */
export function prepare(): void {
  candidateSource()
    .signaturesFor('')
    .then(indexOf)
    .catch(() => undefined);
}

/** Answers a question. Rejects where the data cannot be fetched. */
export async function ask(question: Question): Promise<Answer[]> {
  const signatures = await candidateSource().signaturesFor(question.text);
  if (question.text.length <= LONG) return askHere(question, signatures);
  try {
    return await askWorker(question, signatures);
  } catch {
    return askHere({ ...question, text: bothEnds(question.text) }, signatures);
  }
}

async function askHere(question: Question, signatures: readonly Signature[]): Promise<Answer[]> {
  return answer(question, indexOf(signatures), await versionRanges(question.text));
}

function indexOf(signatures: readonly Signature[]): CompiledIndex {
  const index = compiled.get(signatures) ?? compile(signatures);
  compiled.set(signatures, index);
  return index;
}

/** Version ranges are needed only where the text shows a version. Without them causes rank by the rest. */
async function versionRanges(text: string): Promise<Satisfies | undefined> {
  if (!/\d\.\d/.test(text)) return undefined;
  try {
    return (await import('@renovatebot/pep440')).satisfies;
  } catch {
    return undefined;
  }
}

function bothEnds(text: string): string {
  if (text.length <= 2 * MOST_ON_PAGE) return text;
  return `${text.slice(0, MOST_ON_PAGE)}\n${text.slice(-MOST_ON_PAGE)}`;
}
