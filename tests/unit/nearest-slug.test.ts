import { describe, expect, it } from 'vitest';
import { nearestSlug } from '../../src/lib/nearest-slug.ts';

const slugs = ['cuda-oom', 'nccl-timeout', 'fp16', 'bf16-not-supported'];

describe('the slug that was meant', () => {
  it.each([
    ['cuda-omm', 'cuda-oom'],
    ['CUDA_OOM', 'cuda-oom'],
    ['ncl-timeout', 'nccl-timeout'],
    ['nccl-timeuot', 'nccl-timeout'],
    ['fp1', 'fp16'],
    ['cuda-oom', 'cuda-oom'],
  ])('%s is %s', (typed, slug) => {
    expect(nearestSlug(typed, slugs)).toBe(slug);
  });

  it.each(['', 'f1', 'fp', 'cuda', 'cuda-memory', 'ncl-timeuot', '%E0%A4%A'])(
    '“%s” is none',
    (typed) => {
      expect(nearestSlug(typed, slugs)).toBeUndefined();
    },
  );

  it('takes the nearest, not the first', () => {
    expect(nearestSlug('loss-nan-fp16', ['loss-nan-bf1', 'loss-nan-fp1'])).toBe('loss-nan-fp1');
  });
});
