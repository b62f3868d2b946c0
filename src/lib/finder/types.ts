import type { Locale, Localized } from '../locale.ts';

/** What the finder knows of one guide: the only data that reaches the browser. Built from `guide.yaml`. */
export interface Signature {
  slug: string;
  state: 'written' | 'planned';
  tier: 'specific' | 'generic' | 'wrapper';
  headline: string;
  titles: Localized;
  messages: readonly { template: string }[];
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
  satisfies?: Satisfies;
}
