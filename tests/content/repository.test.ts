import { expect, it } from 'vitest';
import { checkContent } from '../../src/authoring/check-content.ts';
import { formatProblem } from '../../src/authoring/problem.ts';

it('the content of this repository has no problem, and no evidence of it is stale', () => {
  expect(checkContent('content').problems.map(formatProblem)).toEqual([]);
});
