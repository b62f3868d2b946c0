import type { Parser } from '../types.ts';
import { readBullets } from './bullets.ts';

const START = /^\s{0,8}[-*]\s{1,4}['`]?transformers['`]?(?:-cli)? version\s{0,4}:/i;

/** `transformers env` (before 5: `transformers-cli env`), which every issue form of Transformers asks for. */
export const transformersEnv: Parser = {
  first: /[-*]/,
  read: (lines, at) =>
    START.test(lines[at] ?? '') ? readBullets(lines, at, 'transformers-env') : null,
};
