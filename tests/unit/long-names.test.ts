import { expect, it } from 'vitest';
import { partLongNames } from '../../src/lib/long-names.ts';

it('parts a name that is longer than a line, behind its dots and slashes', () => {
  expect(
    partLongNames("torch._dynamo.exc.BackendCompilerFailed: backend='inductor' raised:"),
  ).toEqual(['torch.', '_dynamo.exc.', "BackendCompilerFailed: backend='inductor' raised:"]);
  expect(partLongNames('see /pytorch/torch/csrc/NCCLUtils.cpp:93')).toEqual([
    'see /pytorch/',
    'torch/csrc/',
    'NCCLUtils.cpp:93',
  ]);
});

it('leaves short names and numbers alone', () => {
  const message = 'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 30.00 GiB.';
  expect(partLongNames(message)).toEqual([message]);
  expect(partLongNames('')).toEqual(['']);
});
