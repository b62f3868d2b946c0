import type { GpuFamily } from '../context/ids.ts';
import type { Localized } from '../locale.ts';
import { packMetadata, unpackMetadata, type Metadata } from './metadata.ts';
import { parseRequirement } from './pep508/requirement.ts';

/** What the check knows of the world, built from `content/` and fetched once by a browser. */
export interface EnvironmentData {
  readonly packages: Readonly<Record<string, Library>>;
  readonly causes: readonly AffectedCause[];
  /** Every written guide, by slug. */
  readonly guides: Readonly<Record<string, GuideNames>>;
  readonly hardware: Hardware;
  /** Sets of versions that ran together. */
  readonly sets: readonly RunSet[];
}

export interface SourceLink {
  readonly title: string;
  readonly url: string;
}

/** What a library's own metadata says of its releases. */
export interface Library {
  readonly newest: string;
  readonly source: string;
  /** Day on which the metadata was read. */
  readonly refreshed: string;
  readonly requirements: Metadata;
}

export interface GuideNames {
  readonly headline: string;
  readonly title: Localized;
}

/** A cause that belongs to certain versions. */
export interface AffectedCause {
  readonly slug: string;
  readonly id: string;
  readonly title: Localized;
  readonly affected: Readonly<Record<string, string>>;
  readonly fixedIn: Readonly<Record<string, string>>;
}

export type Support = 'yes' | 'partial' | 'no';

export interface Feature {
  readonly id: string;
  readonly title: Localized;
  readonly packages: readonly string[];
  readonly support: Readonly<Record<GpuFamily, Support>>;
  readonly note: Localized;
  readonly guide: string | null;
  readonly source: SourceLink;
}

export type Mismatch =
  | 'gpu-not-in-build'
  | 'driver-too-old'
  | 'cpu-build'
  | 'toolkit-differs'
  | 'companion-build'
  | 'extension-build';

export interface TorchBuilds {
  readonly torch: string;
  readonly source: SourceLink;
  readonly families: Readonly<Record<string, readonly GpuFamily[]>>;
}

export interface Hardware {
  readonly features: readonly Feature[];
  readonly drivers: {
    readonly source: SourceLink;
    readonly minimum: Readonly<Record<string, number>>;
  };
  readonly torch_builds: readonly TorchBuilds[];
  readonly mismatches: Readonly<
    Record<Mismatch, { readonly guide: string | null; readonly source: SourceLink }>
  >;
}

/** The environment of a guide's run in which every scenario passed or was left out. */
export interface RunSet {
  readonly slug: string;
  readonly date: string;
  readonly device: string;
  readonly python: string;
  readonly packages: Readonly<Record<string, string>>;
}

/** What the builder is given: the parts of `content/` that matter here, as the schemas have them. */
export interface EnvironmentSources {
  readonly packages: readonly {
    readonly name: string;
    readonly source: string;
    readonly refreshed: string;
    readonly releases: readonly { readonly version: string }[];
    readonly requirements: Metadata;
  }[];
  readonly guides: readonly {
    readonly slug: string;
    readonly headline: string;
    readonly titles: Localized;
    readonly causes: readonly {
      readonly id: string;
      readonly title: Localized;
      readonly affected: Readonly<Record<string, string>>;
      readonly fixed_in: Readonly<Record<string, string>>;
    }[];
    readonly runs: readonly {
      readonly date: string;
      readonly device: string;
      readonly environment: {
        readonly python: string;
        readonly packages: Readonly<Record<string, string>>;
      };
      readonly scenarios: readonly { readonly outcome: string }[];
    }[];
  }[];
  readonly hardware: Hardware;
}

/** Extras for a library's own developers: no training environment asks for them. */
const DEVELOPERS =
  /extra == ["'](?:[\w-]*(?:dev|test|doc|quality|lint|style|bench|build|ci)[\w-]*|all|ruff|black)["']/;
/** A set of fewer packages proves nothing about how libraries fit together. */
const FEWEST = 3;

/** Builds the data. The same sources always give the same bytes. */
export function toEnvironmentData({
  packages,
  guides,
  hardware,
}: EnvironmentSources): EnvironmentData {
  return {
    packages: Object.fromEntries(
      packages
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, source, refreshed, releases, requirements }) => [
          name,
          {
            newest: releases.at(-1)?.version ?? '',
            source,
            refreshed,
            requirements: lean(requirements),
          },
        ]),
    ),
    causes: guides.flatMap(({ slug, causes }) =>
      causes
        .filter(({ affected }) => Object.keys(affected).length > 0)
        .map(({ id, title, affected, fixed_in: fixedIn }) => ({
          ...{ slug, id, title, affected, fixedIn },
        })),
    ),
    guides: Object.fromEntries(
      guides.map(({ slug, headline, titles }) => [slug, { headline, title: titles }]),
    ),
    hardware,
    sets: guides.flatMap(({ slug, runs }) =>
      runs
        .filter(
          ({ environment, scenarios }) =>
            Object.keys(environment.packages).length >= FEWEST &&
            scenarios.some(({ outcome }) => outcome === 'passed') &&
            scenarios.every(({ outcome }) => outcome !== 'failed'),
        )
        .map(({ date, device, environment: { python, packages: versions } }) => ({
          ...{ slug, date, device, python, packages: versions },
        })),
    ),
  };
}

/** Requirements with a range to check, without those of a library's developers. */
function lean(metadata: Metadata): Metadata {
  const counts = (line: string) => !DEVELOPERS.test(line) && parseRequirement(line)?.url === null;
  const kept = new Set(metadata.lines.filter(counts));
  const releases = [...unpackMetadata(metadata)].map(
    ([release, { python, packages }]) =>
      [release, { python, packages: packages.filter((line) => kept.has(line)) }] as const,
  );
  return packMetadata(new Map(releases));
}
