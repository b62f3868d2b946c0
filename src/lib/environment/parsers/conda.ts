import type { FactList } from '../facts.ts';

const BUILD_CUDA = /cuda(\d{2})\.?(\d)|^cu(?:da)?_?(\d{2})(\d)/;

/** What conda calls `pytorch` is `torch` on PyPI. */
export function pypiName(name: string): string {
  return name === 'pytorch' ? 'torch' : name;
}

/** Adds one package of conda, with what its build string says of CUDA. */
export function addCondaPackage(
  { name, version, build }: { name: string; version: string; build: string },
  index: number,
  facts: FactList,
): boolean {
  if (name === 'python') facts.add('python', version, index);
  if (name === 'pytorch-cuda') facts.add('torch-cuda', version, index);
  if (name === 'pytorch') {
    const [, major, minor, otherMajor, otherMinor] = BUILD_CUDA.exec(build) ?? [];
    if (major ?? otherMajor) {
      facts.add('torch-cuda', `${major ?? otherMajor}.${minor ?? otherMinor}`, index);
    } else if (/(?:^|_)cpu(?:_|$)/.test(build)) facts.add('torch-cuda', 'cpu', index);
  }
  return facts.addPackage(pypiName(name), version, index);
}
