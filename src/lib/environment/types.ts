/** Facts of an environment: what a paste says of versions, cards and drivers, and where it says it. */

/** Formats that are recognised, in the order in which they are tried. */
export const formats = [
  'collect-env',
  'transformers-env',
  'accelerate-env',
  'unsloth-banner',
  'nvidia-smi',
  'nvcc',
  'uv-pip-list',
  'conda-list',
  'pip-list',
  'pip-list-json',
  'environment-yml',
  'pip-freeze',
  'requirements',
] as const;

export type Format = (typeof formats)[number];

/** Where a fact stands. Lines are counted from 1. */
export interface Origin {
  readonly format: Format;
  readonly line: number;
}

export type FactKind =
  | 'package' // an installed package, or one pinned with `==`
  | 'wanted' // a requirement that leaves the version open; the value is its specifier
  | 'extra' // an extra that a requirement asks for; the value is its name
  | 'python'
  | 'os'
  | 'torch-cuda' // CUDA version that PyTorch was built for, or `cpu`
  | 'toolkit' // CUDA toolkit: nvcc
  | 'driver'
  | 'driver-cuda' // newest CUDA version that the driver runs
  | 'gpu';

export interface Fact {
  readonly kind: FactKind;
  /** Package name in its normal form (PEP 503); empty for other kinds. */
  readonly name: string;
  readonly value: string;
  readonly origin: Origin;
}

/** A run of lines in one format. */
export interface Block {
  readonly format: Format;
  /** Index of the first line after the block. */
  readonly end: number;
  readonly facts: readonly Fact[];
  /** Whether the block lists every package of an environment. */
  readonly isWhole: boolean;
}

/** Reads one format. */
export interface Parser {
  /** First characters, after spaces, of the lines with which a block can begin. */
  readonly first: RegExp;
  /** The block that starts at this line, or null where something else stands there. */
  read(lines: readonly string[], at: number): Block | null;
}
