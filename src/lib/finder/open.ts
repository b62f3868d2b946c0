/** Prepares a pack for exact matches. What only inexact matches need is prepared when it is first asked for. */
import { compileWording, type CompiledTemplate } from './literal.ts';
import type { Details, Pack, Signature } from './types.ts';

/** A wording that is matched literally. */
export interface Wording {
  /** Guide that it points to, or -1 for a look-alike that belongs to none. */
  readonly guide: number;
  /** Guide that lists it. Differs from `guide` for near-misses. */
  readonly owner: number;
  readonly source: 'message' | 'near-miss';
  readonly template: CompiledTemplate;
}

export interface KnownGuide extends Pick<Signature, 'slug' | 'state' | 'tier' | 'headline'> {
  readonly titles: Signature['titles'];
}

export interface CompiledIndex {
  readonly guides: readonly KnownGuide[];
  readonly wordings: readonly Wording[];
  readonly pack: Pack;
  /** Null while they are on their way: no cause is ranked then. */
  readonly details: Details | null;
}

const TIERS = { s: 'specific', g: 'generic', w: 'wrapper' } as const;

/** Prepares a pack for `findExact` and `find`. */
export function openPack(pack: Pack, details: Details | null = null): CompiledIndex {
  return { guides: pack.slugs.map(guideOf(pack)), wordings: wordingsOf(pack), pack, details };
}

function guideOf({ kinds, headlines, titles }: Pack): (slug: string, at: number) => KnownGuide {
  return (slug, at) => {
    const letter = kinds[at]!;
    const tier = letter.toLowerCase();
    return {
      slug,
      state: letter === tier ? 'written' : 'planned',
      tier: TIERS[tier as keyof typeof TIERS],
      headline: headlines[at]!,
      titles: { en: titles.en[at]!, zh: titles.zh[at]! },
    };
  };
}

function wordingsOf({ background, messages, nearMisses }: Pack): Wording[] {
  const common = new Set(background.split(' '));
  const isBackground = (token: string): boolean => common.has(token);
  const make = (
    source: Wording['source'],
    guide: number,
    owner: number,
    wording: string,
  ): Wording => ({ guide, owner, source, template: compileWording(wording, isBackground) });
  return messages.flatMap((texts, owner) => [
    ...split(texts).map((wording) => make('message', owner, owner, wording)),
    ...split(nearMisses[owner]!)
      .map(readNearMiss)
      .map(({ guide, wording }) => make('near-miss', guide, owner, wording)),
  ]);
}

/** The texts of one guide in a list of the pack. */
export function split(texts: string): string[] {
  return texts === '' ? [] : texts.split('|');
}

/** What a guide calls its error: its headline, messages, aliases and titles. */
export function textsOfGuide(at: number, { guides, pack }: CompiledIndex): string[] {
  const { headline, titles } = guides[at]!;
  const others = [pack.messages[at]!, pack.aliases[at]!].flatMap(split);
  return [headline, ...others, titles.en, titles.zh];
}

/** A near-miss of the pack; `guide` is -1 where it belongs to none. */
export function readNearMiss(text: string): { guide: number; wording: string } {
  const end = text.indexOf(' ');
  const place = text.slice(0, end);
  return { guide: place === '-' ? -1 : Number(place), wording: text.slice(end + 1) };
}

/** Remembers what is made of a pack, so that it is made once and only when it is asked for. */
export function oncePerPack<Made>(make: (pack: Pack) => Made): (index: CompiledIndex) => Made {
  const memory = new WeakMap<Pack, Made>();
  return ({ pack }) => {
    const made = memory.get(pack) ?? make(pack);
    memory.set(pack, made);
    return made;
  };
}

/**
 * What is made of a pack in steps: `whole` makes the rest of it at once, `step` a little ahead of
 * time and says whether that was all.
 */
export function inSteps<Made>(make: (pack: Pack) => Generator<undefined, Made>) {
  const begun = oncePerPack(make);
  const memory = new WeakMap<Pack, Made>();
  const step = (index: CompiledIndex): boolean => {
    if (memory.has(index.pack)) return true;
    const { done = false, value } = begun(index).next();
    if (value !== undefined) memory.set(index.pack, value);
    return done;
  };
  const whole = (index: CompiledIndex): Made => {
    while (!step(index));
    return memory.get(index.pack)!;
  };
  return { step, whole };
}
