/** What one release asks for: a range of Python, and requirements as PEP 508 writes them. */
export interface Requirements {
  readonly python: string;
  readonly packages: readonly string[];
}

/**
 * Requirements of many releases. Neighbours differ in a line or two of up to 700, so each line
 * stands once: of 258 releases of unsloth 7 MB become 0.3.
 */
export interface Metadata {
  readonly lines: readonly string[];
  readonly groups: readonly MetadataGroup[];
}

/** Releases that ask for the same; `packages` are places in the lines. */
export interface MetadataGroup {
  readonly releases: readonly string[];
  readonly python: string;
  readonly packages: readonly number[];
}

/** Lines and groups stand in the order of what is given. */
export function packMetadata(releases: ReadonlyMap<string, Requirements>): Metadata {
  const places = new Map<string, number>();
  const groups = new Map<string, MetadataGroup & { readonly releases: string[] }>();
  for (const [release, { python, packages }] of releases) {
    const own = packages.map((line) => {
      const place = places.get(line) ?? places.size;
      places.set(line, place);
      return place;
    });
    const key = `${python} ${own.join()}`;
    const group = groups.get(key);
    if (group) group.releases.push(release);
    else groups.set(key, { releases: [release], python, packages: own });
  }
  return { lines: [...places.keys()], groups: [...groups.values()] };
}

const unpacked = new WeakMap<Metadata, ReadonlyMap<string, Requirements>>();

/** The requirements of each release on record. Asked again for the same metadata, it is the same map. */
export function unpackMetadata(metadata: Metadata): ReadonlyMap<string, Requirements> {
  const known = unpacked.get(metadata);
  if (known) return known;
  const requirements = new Map(
    metadata.groups.flatMap(({ releases, python, packages }) => {
      const own = { python, packages: packages.flatMap((place) => metadata.lines[place] ?? []) };
      return releases.map((release) => [release, own] as const);
    }),
  );
  unpacked.set(metadata, requirements);
  return requirements;
}
