import type { Stamp } from './stamp.ts';
import type { Run } from './types.ts';

/** `NVIDIA H100 80GB HBM3` → `H100 80GB`: enough to know the machine, short enough for a stamp. */
export function shortDevice(device: string): string {
  return device.replace(/^NVIDIA /, '').replace(/ HBM\d\w*$/, '');
}

/** A package's version in a run without its local part (`2.11.0+cu130` → `2.11.0`). */
export function versionOf({ environment }: Run, name: string): string {
  return environment.packages[name]?.replace(/\+.*$/, '') ?? '';
}

/** Bytes in MiB or GiB, for people. */
export function memory(bytes: number | undefined): string {
  if (!bytes) return '–';
  const mib = bytes / 2 ** 20;
  return mib >= 1024 ? `${(mib / 1024).toFixed(1)} GiB` : `${Math.round(mib)} MiB`;
}

/** The last lines of a log, without the caret lines of Python's tracebacks. */
export function logTail(log: string, count: number): string {
  return log
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^[\s^~]+$/.test(line))
    .slice(-count)
    .join('\n');
}

const units: Readonly<Record<string, string>> = {
  ms: 'ms',
  s: 's',
  mib: 'MiB',
  gib: 'GiB',
  gb: 'GB',
};

/** `step_ms` → `step (ms)`, `gb_per_s` → `GB/s`: a measured value's name ends with its unit. */
export function columnName(key: string): string {
  const words = key.replace(/_per_s$/, '/s').split('_');
  const last = words.pop() ?? key;
  const rate = last.endsWith('/s') ? '/s' : '';
  const unit = units[last.slice(0, last.length - rate.length)];
  if (words.length === 0) return unit ? unit + rate : last;
  return unit ? `${words.join(' ')} (${unit}${rate})` : [...words, last].join(' ');
}

/** The words beside a fix, in one language. */
export interface FixStampWords {
  passed: string;
  mechanism: string;
  stale: string;
  /** It passed in a run that raised no error, so it proves nothing about the error. */
  unproved: string;
  failed: string;
  notRun: string;
  /** Between what happened and where. */
  colon: string;
}

/**
 * What every form of the guide says of one fix: `Executed: H100 80GB · torch 2.11.0 · 2026-11-23`, or why it
 * was not. `notRun` is the author's reason, which says more than the record's.
 */
export function fixStampText(stamp: Stamp, words: FixStampWords, notRun?: string): string {
  const [label, detail] = partsOf(stamp, words, notRun);
  return detail ? `${label}${words.colon}${detail}` : label;
}

function partsOf(
  stamp: Stamp,
  words: FixStampWords,
  notRun: string | undefined,
): [label: string, detail: string | undefined] {
  switch (stamp.state) {
    case 'not-run':
      return [words.notRun, notRun ?? stamp.reason];
    case 'failed':
      return [words.failed, stamp.reason];
    case 'stale':
      return [
        stamp.because === 'error-not-raised' ? words.unproved : words.stale,
        whereAndWhen(stamp.run),
      ];
    case 'passed':
      return [words[stamp.scope === 'mechanism' ? 'mechanism' : 'passed'], whereAndWhen(stamp.run)];
  }
}

function whereAndWhen(run: Run): string {
  return [shortDevice(run.device), `torch ${versionOf(run, 'torch')}`, run.date].join(' · ');
}
