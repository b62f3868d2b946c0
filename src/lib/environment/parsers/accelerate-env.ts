import type { Parser } from '../types.ts';
import { readBullets } from './bullets.ts';

const START = /^\s{0,8}[-*]\s{1,4}['`]?accelerate['`]? version\s{0,4}:/i;

/** `accelerate env`. */
export const accelerateEnv: Parser = {
  first: /[-*]/,
  read: (lines, at) =>
    START.test(lines[at] ?? '') ? readBullets(lines, at, 'accelerate-env') : null,
};
