/**
 * Signatures of synthetic guides, without files: what the finder would know of thousands of guides. Each is a real
 * one about something else: the same sentences, in which most telling words are others, the same ones throughout the
 * guide. Some messages come from patterns instead. As in real content no two guides share a message.
 */
import { telling } from '../../../src/lib/finder/telling.ts';
import type { Frame, Signature } from '../../../src/lib/finder/types.ts';
import type { Example } from '../../eval/stress.ts';
import { seeded, type Random } from '../../eval/perturb.ts';
import { syntheticMessage, type SyntheticMessage } from './messages.ts';
import { englishWords, vocabulary, type Vocabulary } from './vocabulary.ts';

export interface SyntheticCorpus {
  signatures: Signature[];
  /** Printed instances of their messages. */
  examples: Example[];
}

interface Setting {
  words: Vocabulary;
  random: Random;
  slugs: readonly string[];
  /** Every template so far. */
  used: Set<string>;
}

const SEED = 20_261_129;
/**
 * With these numbers the words of synthetic guides are about as frequent as those of the real ones; `npm run bench
 * scale` prints both.
 */
const WORDS = 6_000;
/** The most frequent words are as common as the engine's background words, which say nothing. */
const TOO_FREQUENT = 10;
const FROM_PATTERNS = 0.2;
/** Share of a guide's telling words that it does not share with the real guide. */
const REPLACED = 0.85;

/** `count` signatures made from the given ones. */
export function syntheticSignatures(models: readonly Signature[], count: number): SyntheticCorpus {
  const random = seeded(SEED);
  const english = englishWords(WORDS, random);
  const { word, ...others } = vocabulary(english, random);
  const tooFrequent = new Set(english.slice(0, TOO_FREQUENT));
  const tellingWord = (): string => {
    for (;;) {
      const one = word();
      if (!tooFrequent.has(one)) return one;
    }
  };
  const words = { ...others, word: tellingWord };
  const slugs = Array.from({ length: count }, (_, at) =>
    `${words.identifier()}-${at}`.replaceAll('_', '-'),
  ).sort();
  const templates = models.flatMap((one) => [...one.messages, ...one.nearMisses]);
  const used = new Set(templates.map(({ template }) => template));
  const setting = { words, random, slugs, used };
  const made = slugs.map((slug, at) => synthetic(slug, models[at % models.length]!, setting));
  return {
    signatures: made.map(({ signature }) => signature),
    examples: made.flatMap(({ signature: { slug }, messages }) =>
      messages.flatMap(({ template, examples }) =>
        examples.map((text) => ({ slug, message: template, template, text })),
      ),
    ),
  };
}

function synthetic(
  slug: string,
  model: Signature,
  setting: Setting,
): { signature: Signature; messages: SyntheticMessage[] } {
  const { words, random, slugs, used } = setting;
  const reworded = rewording(setting);
  const message = ({ template }: { template: string }): SyntheticMessage => {
    const alike = random() < FROM_PATTERNS ? null : instances(reworded(template), random);
    const made = alike && !used.has(alike.template) ? alike : syntheticMessage(words, random);
    used.add(made.template);
    return made;
  };
  const moved = (frame: Frame): Frame => movedFrame(frame, setting);
  const messages = model.messages.map(message);
  const signature: Signature = {
    ...model,
    slug,
    headline: messages[0]!.examples[0]!.slice(0, 120),
    titles: { en: reworded(model.titles.en), zh: reworded(model.titles.zh) },
    messages: messages.map(({ template }) => ({ template })),
    nearMisses: model.nearMisses.map(({ template, guide }) => ({
      template: message({ template }).template,
      guide: guide === null ? null : slugs[Math.floor(random() * slugs.length)]!,
    })),
    frames: model.frames.map(moved),
    aliases: model.aliases.map(reworded),
    causes: model.causes.map((cause) => ({
      ...cause,
      frames: cause.frames.map(moved),
      text: cause.text.map(reworded),
    })),
  };
  return { signature, messages };
}

/** A template with two printed instances. */
function instances(template: string, random: Random): SyntheticMessage {
  const printed = (): string =>
    template.replaceAll(/\{[A-Za-z_]+\}/g, () => String(Math.floor(random() * 4096)));
  return { template, examples: [printed(), printed()] };
}

/** Says the same of another thing; a guide's words stay the same in all its texts. Names in snake case stay names. */
function rewording({ words, random }: Setting): (text: string) => string {
  const known = new Map<string, string>();
  const remember = (word: string, make: () => string): string => {
    const other = known.get(word) ?? (random() < REPLACED ? make() : word);
    known.set(word, other);
    return other;
  };
  const other = (word: string): string => {
    if (telling([word.toLowerCase()]).length === 0) return word;
    return remember(word, () => {
      if (word.includes('_')) return words.identifier();
      return /^[A-Z]/.test(word) ? words.identifier('camel') : words.word();
    });
  };
  return (text) =>
    text
      .replaceAll(/(?<![{\w])[A-Za-z]\w{3,}(?![}\w])/g, other)
      .replaceAll(/\p{Script=Han}{2}/gu, (pair) => remember(pair, words.han));
}

/** Some files of the libraries are named by many guides; most functions by one. */
function movedFrame(frame: Frame, { words, random }: Setting): Frame {
  const file = random() < 0.3 ? frame.file : `${words.identifier()}/${words.identifier()}.py`;
  return frame.function === undefined ? { file } : { file, function: words.identifier() };
}
