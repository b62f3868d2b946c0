import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkContent } from '../../src/authoring/check-content.ts';
import { packageNames } from '../../src/authoring/packages/names.ts';
import { formatProblem } from '../../src/authoring/problem.ts';

it('the content of this repository has no problem, and no evidence of it is stale', () => {
  expect(checkContent('content').problems.map(formatProblem)).toEqual([]);
});

it('content/packages knows every library of npm run packages:refresh', () => {
  const missing = packageNames.filter((name) => !existsSync(`content/packages/${name}.json`));
  expect(missing).toEqual([]);
});
