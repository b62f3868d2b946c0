/** `{ unsloth: "<2026.7.1" }` → `unsloth <2026.7.1`; empty where nothing is known. */
export function versionText(ranges: Readonly<Record<string, string>>, all: string): string {
  return Object.entries(ranges)
    .map(([name, range]) => `${name} ${range === '*' ? all : range}`)
    .join(' · ');
}
