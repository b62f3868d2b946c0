/** Prepares signatures once for matching. What only inexact matches need is prepared when it is first asked for. */
import { clean } from './clean.ts';
import { wordWeight } from './features.ts';
import { baseName } from './frames.ts';
import { compileTemplate, literalTemplate, type CompiledTemplate } from './literal.ts';
import { compileTexts, type TextIndex } from './texts.ts';
import { tokenise } from './tokens.ts';
import type { Frame, Signature } from './types.ts';

/** A wording that is matched literally. */
export interface Wording {
  /** Guide that it points to, or -1 for a look-alike that belongs to none. */
  readonly guide: number;
  /** Guide that lists it. Differs from `guide` for near-misses. */
  readonly owner: number;
  readonly source: 'message' | 'near-miss' | 'alias';
  readonly template: CompiledTemplate;
  /** Sum of its words' weights: a longer wording of less common words is stronger. */
  readonly strength: number;
}

export interface KnownFrame {
  readonly guide: number;
  readonly frame: Frame;
  /** 1 where no other guide names it. */
  readonly rarity: number;
}

export interface CompiledIndex {
  readonly signatures: readonly Signature[];
  readonly wordings: readonly Wording[];
  /** By base name. */
  readonly frames: ReadonlyMap<string, readonly KnownFrame[]>;
  readonly texts: () => TextIndex;
}

function strength({ pieces }: CompiledTemplate): number {
  return pieces.reduce(
    (sum, { text, affix }) => sum + wordWeight(affix ? affix.start + affix.end : text),
    0,
  );
}

function wordingsOf(
  signature: Signature,
  owner: number,
  slugs: ReadonlyMap<string, number>,
): Wording[] {
  const make = (source: Wording['source'], guide: number, template: CompiledTemplate): Wording => {
    return { guide, owner, source, template, strength: strength(template) };
  };
  const target = (slug: string | null): number => (slug === null ? -1 : (slugs.get(slug) ?? -1));
  return [
    ...signature.messages.map(({ template }) => make('message', owner, compileTemplate(template))),
    ...signature.nearMisses.map((near) =>
      make('near-miss', target(near.guide), compileTemplate(near.template)),
    ),
    ...signature.aliases.map((alias) =>
      make('alias', owner, literalTemplate(tokenise(clean(alias)))),
    ),
  ];
}

/** Known frames by base name. A frame that several guides name says less. */
function knownFrames(signatures: readonly Signature[]): Map<string, KnownFrame[]> {
  const key = ({ file, function: name }: Frame): string => `${baseName(file)} ${name ?? ''}`;
  const all = signatures.flatMap(({ frames, causes }, guide) =>
    [...frames, ...causes.flatMap((cause) => cause.frames)].map((frame) => ({ guide, frame })),
  );
  const holders = new Map<string, Set<number>>();
  for (const { guide, frame } of all) {
    holders.set(key(frame), (holders.get(key(frame)) ?? new Set()).add(guide));
  }
  const known = new Map<string, KnownFrame[]>();
  for (const one of all) {
    const base = baseName(one.frame.file);
    const rated = { ...one, rarity: 1 / holders.get(key(one.frame))!.size };
    known.set(base, [...(known.get(base) ?? []), rated]);
  }
  return known;
}

/** Prepares signatures for `find`. */
export function compile(signatures: readonly Signature[]): CompiledIndex {
  const slugs = new Map(signatures.map(({ slug }, at) => [slug, at]));
  let texts: TextIndex | undefined;
  return {
    signatures,
    wordings: signatures.flatMap((signature, owner) => wordingsOf(signature, owner, slugs)),
    frames: knownFrames(signatures),
    texts: () => (texts ??= compileTexts(signatures, slugs)),
  };
}
