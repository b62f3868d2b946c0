/** Opens a pack. What matches need is made of it when it is first asked for. */
import { OTHER_TIER } from './notation.ts';
import type { Details, Pack, Signature } from './types.ts';
import { backgroundOf, type IsBackground } from './word-weight.ts';

/** A wording that is matched literally. */
export interface Wording {
  /** Guide that it points to, or -1 for a look-alike that belongs to none. */
  readonly guide: number;
  /** Guide that lists it. Differs from `guide` for near-misses. */
  readonly owner: number;
  readonly source: 'message' | 'near-miss';
  /** As the pack has it, and its words with the signs of `notation.ts`. */
  readonly text: string;
  readonly words: readonly string[];
  /** False where it reports another error, says little by itself, or only warns: it ranks last. */
  readonly isSpecific: boolean;
}

export interface KnownGuide extends Pick<Signature, 'slug' | 'state' | 'headline'> {
  /** `s`pecific, `g`eneric or `w`rapper. */
  readonly kind: string;
  readonly titles: Signature['titles'];
}

export interface CompiledIndex {
  readonly guides: readonly KnownGuide[];
  readonly wordings: readonly Wording[];
  readonly isBackground: IsBackground;
  readonly pack: Pack;
  /** Null while they are on their way: no cause is ranked then. */
  readonly details: Details | null;
}

/** Prepares a pack for `findExact` and `find`. */
export function openPack(pack: Pack, details: Details | null = null): CompiledIndex {
  return {
    guides: pack.slugs.map(guideOf(pack)),
    wordings: wordingsOf(pack),
    isBackground: backgroundOf(pack),
    pack,
    details,
  };
}

function guideOf({ kinds, headlines, titles }: Pack): (slug: string, at: number) => KnownGuide {
  return (slug, at) => {
    const letter = kinds[at]!;
    const kind = letter.toLowerCase();
    return {
      slug,
      state: letter === kind ? 'written' : 'planned',
      kind,
      headline: headlines[at]!,
      titles: { en: titles.en[at]!, zh: titles.zh[at]! },
    };
  };
}

function wordingsOf({ kinds, messages, nearMisses }: Pack): Wording[] {
  return messages.flatMap((texts, owner) => {
    const make = (source: Wording['source'], guide: number, written: string): Wording => {
      const isOther = written.startsWith(OTHER_TIER);
      const text = isOther ? written.slice(1) : written;
      const isSpecific = (kinds[guide]?.toLowerCase() === 's') !== isOther;
      return { guide, owner, source, text, words: text.split(' '), isSpecific };
    };
    return [
      ...split(texts).map((text) => make('message', owner, text)),
      ...split(nearMisses[owner]!)
        .map(readNearMiss)
        .map(({ guide, wording }) => make('near-miss', guide, wording)),
    ];
  });
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
export function oncePerPack<Made>(
  make: (index: CompiledIndex) => Made,
): (index: CompiledIndex) => Made {
  const memory = new WeakMap<Pack, Made>();
  return (index) => {
    const made = memory.get(index.pack) ?? make(index);
    memory.set(index.pack, made);
    return made;
  };
}
