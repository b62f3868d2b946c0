import { packageName } from '../finder/versions.ts';
import type { Fact, FactKind, Format } from './types.ts';

const VERSION = /^v?(\d{1,8}(?:[.!]\w{1,30}|[+_-]\w{1,60}){0,14})$/;

/** The version in a cell or after a colon, or null where there is none (`not installed`, `N/A`). */
export function versionIn(text: string): string | null {
  return VERSION.exec(text.trim().replace(/[.,;]$/, ''))?.[1] ?? null;
}

/** Collects the facts of one block. */
export class FactList {
  readonly facts: Fact[] = [];
  readonly #format: Format;

  constructor(format: Format) {
    this.#format = format;
  }

  /** Adds a fact that is not a package. `index` is the line's, from 0. */
  add(kind: Exclude<FactKind, 'package' | 'wanted' | 'extra'>, value: string, index: number): void {
    this.#push(kind, '', value.trim(), index);
  }

  /** Adds a package, where the text after its name is a version. Returns whether it was one. */
  addPackage(name: string, version: string, index: number): boolean {
    const known = versionIn(version);
    if (known === null) return false;
    this.#push('package', packageName(name), known, index);
    return true;
  }

  /** Adds what a requirement leaves open. */
  addOpen(kind: 'wanted' | 'extra', name: string, value: string, index: number): void {
    this.#push(kind, packageName(name), value, index);
  }

  #push(kind: FactKind, name: string, value: string, index: number): void {
    if (value === '') return;
    this.facts.push({ kind, name, value, origin: { format: this.#format, line: index + 1 } });
  }
}
