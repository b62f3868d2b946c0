/** Signatures as they are sent to browsers. The command line takes the same way, so both find the same. */
import { backgroundTokens } from './background.ts';
import { clean } from './clean.ts';
import { OTHER_TIER } from './notation.ts';
import { tokenise } from './tokens.ts';
import type { CauseSignature, Details, Frame, GuideDetails, Pack, Signature } from './types.ts';
import { writeWording } from './wording.ts';

/** What guides are found by. */
export function pack(signatures: readonly Signature[]): Pack {
  const places = new Map(signatures.map(({ slug }, at) => [slug, at]));
  const place = (slug: string | null): string => String(places.get(slug ?? '') ?? '-');
  const each = (texts: (signature: Signature) => readonly string[]): string[] =>
    signatures.map((signature) => texts(signature).join('|'));
  const messages = each((signature) =>
    signature.messages.map(({ template, tier }) => {
      const isOther = tier && (tier === 'specific') !== (signature.tier === 'specific');
      return (isOther ? OTHER_TIER : '') + writeWording(template);
    }),
  );
  const nearMisses = each((signature) =>
    // Their order says nothing; sorted, those of one guide compress together.
    signature.nearMisses
      .map(({ template, guide }) => `${place(guide)} ${writeWording(template)}`)
      .toSorted(),
  );
  // In this order they compress best: 0.1 KB less than as their type has them.
  return {
    messages,
    aliases: each(({ aliases }) => unique(aliases.map((alias) => spaced(tokenise(clean(alias)))))),
    kinds: signatures.map(kind).join(''),
    slugs: signatures.map(({ slug }) => slug),
    titles: {
      en: signatures.map(({ titles }) => titles.en),
      zh: signatures.map(({ titles }) => titles.zh),
    },
    nearMisses,
    background: backgroundTokens.join(' '),
    headlines: signatures.map(({ headline }) => headline),
    // Those of the causes tell causes apart, not guides: any error of a data set passes `_worker_loop`.
    frames: each(({ frames }) => unique(frames.map(writeFrame))),
  };
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function kind({ tier, state }: Signature): string {
  const letter = tier[0]!;
  return state === 'planned' ? letter.toUpperCase() : letter;
}

function writeFrame({ file, function: name }: Frame): string {
  return name === undefined ? file : `${file} ${name}`;
}

/** Tokens as they are written: Han characters without spaces. */
function spaced(words: readonly string[]): string {
  return words.join(' ').replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '');
}

/** What is told of the guides once they are found. */
export function packDetails(signatures: readonly Signature[]): Details {
  return Object.fromEntries(
    signatures
      .map(({ slug, causes, links }): [string, GuideDetails] => [
        slug,
        {
          ...(causes.length > 0 && { causes: causes.map(withoutEmpty) }),
          ...(links && links.length > 0 && { links }),
        },
      ])
      .filter(([, details]) => Object.keys(details).length > 0),
  );
}

/** Most causes have one kind of sign only. */
function withoutEmpty({ id, ...signs }: CauseSignature): Partial<CauseSignature> & { id: string } {
  const told = Object.entries(signs).filter(([, sign]) => Object.keys(sign).length > 0);
  return { id, ...Object.fromEntries(told) };
}
