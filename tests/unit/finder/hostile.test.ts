import { describe, expect, it } from 'vitest';
import { compile, find } from '../../../src/lib/finder/index.ts';
import { hostileInputs } from '../../bench/finder/hostile.ts';
import { corpus } from './signature.ts';

/** How fast is the benchmark's question; that nothing hangs or throws is asked here. */
describe('200 KB of', { timeout: 60_000 }, () => {
  const index = compile(corpus);

  it.each(Object.entries(hostileInputs))('%s', (_, make) => {
    for (const hit of find(make(), index, { locale: 'zh' })) {
      expect(hit.score).toBeGreaterThan(0);
      expect(hit.line?.length ?? 0).toBeLessThanOrEqual(300);
    }
  });
});
