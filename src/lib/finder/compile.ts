import { openPack, type CompiledIndex } from './open.ts';
import { pack, packDetails } from './pack.ts';
import type { Signature } from './types.ts';

/** Prepares signatures for `find`. */
export function compile(signatures: readonly Signature[]): CompiledIndex {
  return openPack(pack(signatures), packDetails(signatures));
}
