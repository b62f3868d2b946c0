import type { Locale, Localized } from '../locale.ts';

/** What the finder knows of one guide. Built from `guide.yaml`; browsers receive it as `Pack` and `Details`. */
export interface Signature {
  slug: string;
  state: 'written' | 'planned';
  tier: 'specific' | 'generic' | 'wrapper';
  headline: string;
  titles: Localized;
  /** With a `tier` where a wording says more, or less, than its guide's. */
  messages: readonly { template: string; tier?: 'specific' | 'wrapper' | undefined }[];
  nearMisses: readonly { template: string; guide: string | null }[];
  frames: readonly Frame[];
  aliases: readonly string[];
  causes: readonly CauseSignature[];
  /** Upstream addresses shown for a planned guide. */
  links?: readonly { url: string; title: string }[];
}

export interface Frame {
  file: string;
  function?: string | undefined;
}

export interface CauseSignature {
  id: string;
  frames: readonly Frame[];
  text: readonly string[];
  /** Package name → PEP 440 range. */
  versions: Readonly<Record<string, string>>;
  gpu: readonly string[];
}

/**
 * What guides are found by, as it is sent to browsers: one entry per guide in each list. Several texts of one guide
 * are joined by `|`; `notation.ts` says how a wording is written.
 */
export interface Pack {
  slugs: readonly string[];
  /** Upper-case letters mark a planned guide: `s`pecific, `g`eneric, `w`rapper. */
  kinds: string;
  headlines: readonly string[];
  titles: Readonly<Record<Locale, readonly string[]>>;
  /** The tokens that say little by themselves, joined by spaces. */
  background: string;
  /** Those whose tier is another than their guide's begin with `!`. */
  messages: readonly string[];
  /** Each with the place of the guide that it belongs to in front, or `-`. */
  nearMisses: readonly string[];
  aliases: readonly string[];
  /** `file function`, those of causes among them. */
  frames: readonly string[];
  /** Where the pack holds some guides of many: what the weights of words are taken from. Never sent. */
  corpus?: Corpus;
}

/** What is known of all guides. */
export interface Corpus {
  guides: number;
  /** How many guides use a word (`words.ts`) or name a frame. */
  owners: ReadonlyMap<string, number>;
  /** Something did not come: a guide that would answer may be missing from the pack. */
  isPartial: boolean;
}

/** What is told of a guide once it is found, as it is sent to browsers. By slug, where there is anything. */
export type Details = Readonly<Record<string, GuideDetails>>;

export interface GuideDetails {
  causes?: readonly (Partial<CauseSignature> & { id: string })[];
  links?: Signature['links'];
}

/** `exact`: a template matched. `likely`: enough of its words. `related`: worth a look, never "this is it". */
export type HitGroup = 'exact' | 'likely' | 'related';

export interface Reason {
  code: string;
  text: string;
}

/** One answer. The same shape is printed by the command line and used by the page. */
export interface Hit {
  slug: string;
  state: Signature['state'];
  group: HitGroup;
  /** Id of the cause that the paste points to, or null where nothing decides. */
  cause: string | null;
  /** 0 … 1, comparable inside one answer only. */
  score: number;
  /** The pasted line that matched, or null for hits by alias or frame. */
  line: string | null;
  reasons: readonly Reason[];
}

/** Whether a version lies in a PEP 440 range. Injected, so that the library behind it can load lazily. */
export type Satisfies = (version: string, range: string) => boolean;

export interface FindOptions {
  locale: Locale;
  /** Most hits returned; eight where not given. */
  limit?: number;
  /** Without it, versions found in the paste do not rank causes. */
  satisfies?: Satisfies | undefined;
}
