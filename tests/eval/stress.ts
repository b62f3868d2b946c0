/**
 * Checks that do not use the labelled pastes: the guides' own printed examples, changed as pastes change them, and
 * with knowledge taken away. They guard the cut-offs against fitting to the labelled rows.
 */
import { compile, find, matchesTemplate, type Signature } from '../../src/lib/finder/index.ts';
import { perturbations, seeded, seedOf } from './perturb.ts';

export interface Example {
  slug: string;
  message: string;
  template: string;
  text: string;
}

export interface Tally {
  top1: number;
  top3: number;
  confident: number;
  wrong: number;
  of: number;
}

function tally(
  cases: readonly { slug: string; text: string; signatures: readonly Signature[] }[],
): Tally {
  const sum: Tally = { top1: 0, top3: 0, confident: 0, wrong: 0, of: cases.length };
  const memory = new Map<readonly Signature[], ReturnType<typeof compile>>();
  for (const { slug, text, signatures } of cases) {
    const index = memory.get(signatures) ?? compile(signatures);
    memory.clear();
    memory.set(signatures, index);
    const hits = find(text, index, { locale: 'en' });
    const place = hits.findIndex((hit) => hit.slug === slug);
    if (place === 0) sum.top1 += 1;
    if (place >= 0 && place < 3) sum.top3 += 1;
    const first = hits[0];
    if (!first || first.group === 'related') continue;
    if (first.slug === slug) sum.confident += 1;
    else sum.wrong += 1;
  }
  return sum;
}

/** Every printed example, changed in each way. */
export function perturbed(
  examples: readonly Example[],
  signatures: readonly Signature[],
  changes = perturbations,
): Map<string, Tally> {
  const rows = Object.entries(changes).map(([name, change]): [string, Tally] => {
    const cases = examples.map(({ slug, text }) => ({
      slug,
      text: change(text, seeded(seedOf(`${name}\n${text}`))),
      signatures,
    }));
    return [name, tally(cases)];
  });
  return new Map(rows);
}

/** Each wording removed from its guide: does the guide still answer the wording it has never seen? */
export function wordingLeftOut(
  examples: readonly Example[],
  signatures: readonly Signature[],
): Tally {
  const groups = Map.groupBy(examples, ({ slug, message }) => `${slug} ${message}`);
  const cases = [...groups.values()].flatMap((group) => {
    const { slug, template } = group[0]!;
    const own = signatures.find((one) => one.slug === slug)!;
    if (own.messages.length < 2) return [];
    const headline = matchesTemplate(template, own.headline) ? own.titles.en : own.headline;
    const poorer = {
      ...own,
      headline,
      messages: own.messages.filter((known) => known.template !== template),
    };
    const rest = signatures.map((one) => (one === own ? poorer : one));
    return group.map(({ text }) => ({ slug, text, signatures: rest }));
  });
  return tally(cases);
}

/** Each guide removed: its messages are now foreign, and nobody may answer them with confidence. */
export function guideLeftOut(
  examples: readonly Example[],
  signatures: readonly Signature[],
): Tally {
  const cases = signatures.flatMap(({ slug }) => {
    const rest = signatures.filter((one) => one.slug !== slug);
    return examples
      .filter((one) => one.slug === slug)
      .map(({ text }) => ({ slug, text, signatures: rest }));
  });
  return tally(cases);
}
