import { describe, expect, it } from 'vitest';
import { evaluateMarker } from '../../../src/lib/environment/pep508/markers.ts';
import { parseRequirement } from '../../../src/lib/environment/pep508/requirement.ts';

describe('requirements of PEP 508', () => {
  it.each([
    ['numpy>=1.17', 'numpy', '>=1.17', null],
    [
      'triton (==3.2.0) ; platform_system == "Linux"',
      'triton',
      '==3.2.0',
      'platform_system == "Linux"',
    ],
    [
      'importlib-metadata ; python_version < "3.8"',
      'importlib-metadata',
      '',
      'python_version < "3.8"',
    ],
    ['mkl <=2021.4.0,>=2021.1.1', 'mkl', '<=2021.4.0,>=2021.1.1', null],
    ['Huggingface_Hub!=1.0.*,~=0.25', 'huggingface-hub', '!=1.0.*,~=0.25', null],
  ])('%s', (text, name, specifier, marker) => {
    expect(parseRequirement(text)).toMatchObject({ name, specifier, marker, url: null });
  });

  it('take extras and addresses', () => {
    expect(parseRequirement('cuda-toolkit[cudart, nvrtc]==13.0.2')?.extras).toEqual([
      'cudart',
      'nvrtc',
    ]);
    expect(parseRequirement('x @ git+https://example.org/x.git ; extra == "a"')).toMatchObject({
      ...{ name: 'x', url: 'git+https://example.org/x.git', marker: 'extra == "a"' },
    });
  });

  it.each(['', '>=1', 'a b', 'torch>>1', 'torch>=', 'x @ ', '-e .'])('refuse %j', (text) => {
    expect(parseRequirement(text)).toBeNull();
  });
});

describe('markers', () => {
  const linux = { sys_platform: 'linux', python_version: '3.12', extra: '' };
  it.each([
    ['sys_platform == "linux"', true],
    ['sys_platform != "linux"', false],
    ['"linux" in sys_platform', true],
    ['sys_platform not in "win32, darwin"', true],
    ['python_version >= "3.9"', true],
    ['python_version < "3.9" or extra == "test"', false],
    ['platform_machine == "x86_64"', 'unknown'],
    ['platform_machine == "x86_64" and sys_platform == "win32"', false],
    ['platform_machine == "x86_64" or sys_platform == "linux"', true],
    ['(platform_machine == "arm64" or python_version >= "3.9") and extra == ""', true],
    ["python_version>='3.10' and (sys_platform != 'darwin' or platform_machine != 'arm64')", true],
    ['sys_platform ==', 'unknown'],
    ['(sys_platform == "linux"', 'unknown'],
    ['sys_platform == "linux" ; x', 'unknown'],
    ['', 'unknown'],
  ])('%s is %s', (marker, truth) => {
    expect(evaluateMarker(marker, linux)).toBe(truth);
  });
});
