import type { Locale } from '../lib/locale.ts';
import type { RegionSource } from '../lib/snippets/regions.ts';
import type { GuideData } from '../schemas/guide.ts';
import type { ArticleSource } from './article-source.ts';
import type { YamlPath } from './located-yaml.ts';
import type { Place } from './problem.ts';
import type { EvidenceSource } from './read-evidence.ts';

/** A guide as it lies in its folder, with the places of what was read. */
export interface GuideSource extends GuideOutline, GuideBody {
  /** Place of a value of `guide.yaml`, or of what is nearest to it. */
  at: (path: YamlPath) => Place;
}

/** What lists, the finder and links need of a guide. */
export interface GuideOutline {
  slug: string;
  /** Absolute path of the folder. */
  dir: string;
  /** Of the names and bytes of all its files. */
  hash: string;
  /** `content/guides/<slug>/guide.yaml`, as problems name it. */
  file: string;
  data: GuideData;
}

/** What its own page shows. */
export interface GuideBody {
  articles: Partial<Record<Locale, ArticleSource>>;
  /** Regions of `repro.py` and `commands.sh`, by name. */
  regions: Readonly<Record<string, RegionSource>>;
  /** Undefined where nothing was executed. */
  evidence: EvidenceSource | undefined;
}
