import { describe, expect, it } from 'vitest';
import { checkEnvironment, type Finding } from '../../../src/lib/environment/index.ts';
import { data } from './data-table.ts';

const check = (text: string, errors: { slug: string; cause: string | null }[] = []) =>
  checkEnvironment(text, data, 'en', errors);
const codes = (text: string): string[] => check(text).findings.map(({ code }) => code);
const found = (text: string, code: Finding['code']): Finding => {
  const finding = check(text).findings.find((one) => one.code === code);
  if (!finding) throw new Error(`no finding ${code}`);
  return finding;
};

const list = (...rows: string[]): string =>
  ['Package Version', '------- -------', ...rows, ''].join('\n');

describe('names that every object answers to', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'are packages: %s',
    (name) => {
      expect(codes(`${name}==1.0.1\ntrl==1.0.1\ntransformers==4.57.6\n`)).toContain('requirement');
      expect(codes(`- \`transformers\` version: 5.17.0\n- ${name} version: 2.11.0\n`)).toEqual(
        codes('- `transformers` version: 5.17.0\n'),
      );
      expect(codes(`trl==1.0.1; ${name} == "1"\n`)).toEqual(codes('trl==1.0.1\n'));
    },
  );
});

describe('requirements', () => {
  it('name who asks for what, and the lines', () => {
    const { title, lines, source } = found('trl==1.0.1\ntransformers==4.57.6\n', 'requirement');
    expect(title).toBe('`trl 1.0.1` needs `transformers >=5.0,<6`, you have `transformers 4.57.6`');
    expect(lines).toEqual([1, 2]);
    expect(source?.url).toBe('https://pypi.org/pypi/trl/json');
  });

  it('join libraries that ask for the same', () => {
    const text = 'trl==1.0.1\npeft==0.21.0\ntransformers==4.57.6\n';
    const conflicts = check(text).findings.filter(({ code }) => code === 'requirement');
    expect(conflicts).toHaveLength(1);
    expect(conflicts[0]?.title).toContain('`trl 1.0.1` and `peft 0.21.0` need');
  });

  it.each([
    ['fits', 'trl==1.0.1\ntransformers==5.17.0\n'],
    ['a pre-release that is installed counts', 'trl==1.0.1\ntransformers==5.1.0rc1\n'],
    ['a local build fits its public version', 'trl==1.0.1\ntransformers==5.1.0+cu130\n'],
    ['another line of the library', 'trl==0.9.0\ntransformers==4.57.6\n'],
  ])('%s', (_, text) => {
    expect(codes(text)).not.toContain('requirement');
  });

  it.each(['trl==1.0.1', 'trl==1.0.1.0', 'trl==1.0.1+cu130'])('are those of %s itself', (line) => {
    expect(found(`${line}\ntransformers==4.0\n`, 'requirement').detail).toContain('`trl 1.0.1`');
  });

  it.each(['1.0.0', '1.0', '1.0.1rc1', '1.0.1.post1', '1.0.2', '0.9.0'])(
    'of a release that is not on record are unknown, whatever another release says: %s',
    (version) => {
      const report = check(`trl==${version}\ntransformers==4.0\n`);
      expect(report.findings.filter(({ code }) => code === 'requirement')).toEqual([]);
      expect(report.unknown.join(' ')).toContain(`\`trl ${version}\`: the requirements`);
    },
  );

  it('of several releases that are not on record are one sentence', () => {
    const { unknown } = check('trl==1.0.0\npeft==0.20.0\n');
    expect(unknown.filter((text) => text.includes('not on record'))).toEqual([
      expect.stringContaining('`trl 1.0.0`, `peft 0.20.0`: the requirements of these releases'),
    ]);
  });

  it('of what a list of installed packages lacks are one sentence, and no conflict', () => {
    const report = check(list('trl 1.0.1', 'peft 0.21.0'));
    expect(report.findings.filter(({ group }) => group === 'conflict')).toEqual([]);
    expect(report.summary).toMatch(/^No conflict was found/);
    expect(report.unknown.filter((text) => text.includes('not in your list'))).toEqual([
      expect.stringMatching(/only if the list is complete: `transformers`\.$/),
    ]);
    expect(check('trl==1.0.1\n').unknown.join(' ')).not.toContain('not in your list');
  });

  it('behind markers wait for what decides them', () => {
    const rows = list('trl 1.0.1', 'transformers 5.17.0', 'datasets 3.0');
    expect(codes(rows)).not.toContain('requirement');
    expect(check(rows).unknown.join(' ')).toContain('2 requirements depend on Python');
    const withPython = `Using Python 3.12.1 environment at: x\n${rows}`;
    expect(codes(withPython)).toContain('requirement');
    expect(codes(`Using Python 3.10.1 environment at: x\n${rows}`)).not.toContain('requirement');
  });

  it('behind an extra count where a requirements file asks for it', () => {
    const text = 'trl[vllm]==1.0.1\nvllm==0.11.0\ntransformers==5.1\n';
    expect(found(text, 'requirement').title).toContain('`vllm >=1`');
    expect(codes('trl==1.0.1\nvllm==0.11.0\ntransformers==5.1\n')).not.toContain('requirement');
  });

  it('of Python itself', () => {
    const text = 'Using Python 3.9.2 environment at: x\ntrl==1.0.1\n';
    expect(found(text, 'python-version').title).toContain('needs Python `>=3.10`');
    // Whatever the patch is, 3.10 satisfies >=3.10.0.
    expect(
      codes('- `transformers` version: 5.1\n- Python version: 3.10\n\npeft==0.21.0\n'),
    ).toEqual(expect.not.arrayContaining(['python-version']));
  });
});

describe('causes', () => {
  it('with an end come as known errors, those without only as possible', () => {
    expect(check('peft==0.12.0\n').findings[0]).toMatchObject({
      group: 'affected',
      guide: { slug: 'dtype', cause: 'old-peft' },
    });
    const open = check('peft==0.21.0\n').findings;
    expect(open.map(({ group }) => group)).toEqual(['possible']);
  });

  it('need every package of theirs', () => {
    expect(codes('huggingface-hub==0.36.0\n')).toEqual([]);
    expect(codes('huggingface_hub==0.36.0\ntransformers==4.57.6\n')).toContain('cause');
  });

  it('of the error in the same text come first, the one that other signs name before all', () => {
    const [first, second] = check('peft==0.12.0\n', [{ slug: 'dtype', cause: 'any' }]).findings;
    expect(first).toMatchObject({ group: 'error', guide: { cause: 'any' } });
    expect(second).toMatchObject({ group: 'error', guide: { cause: 'old-peft' } });
  });

  it('link the guide of an error that no version explains', () => {
    const [first] = check('torch==2.11.0\n', [{ slug: 'two', cause: null }]).findings;
    expect(first).toMatchObject({ group: 'error', title: 'ImportError: two' });
  });
});

describe('cards and CUDA', () => {
  it.each([
    ['feature', 'GPU 0: Tesla T4\n\nflash-attn==2.8.3\n', 'gpu-feature'],
    ['build', 'GPU 0: Tesla V100-SXM2-16GB\n\ntorch==2.11.0+cu130\n', 'gpu-not-in-build'],
    ['driver', 'NVIDIA A100, 550.54.15\n\ntorch==2.11.0+cu130\n', 'driver-too-old'],
    ['CPU build', 'GPU 0: NVIDIA H100\n\ntorch==2.11.0+cpu\n', 'cpu-build'],
    ['companion', 'torch==2.11.0+cu130\ntorchvision==0.26.0+cu128\n', 'companion-build'],
    ['extension', 'torch==2.11.0\nflash-attn==2.8.3+cu12torch2.8cxx11abiTRUE\n', 'extension-build'],
    [
      'toolkit',
      'Cuda compilation tools, release 12.1, V12.1.105\n\ntorch==2.11.0+cu130\n',
      'toolkit-differs',
    ],
  ] as const)('%s', (_, text, code) => {
    expect(codes(text)).toContain(code);
    expect(found(text, code).source?.url).toMatch(/^https:/);
  });

  it.each([
    ['a card that can', 'GPU 0: NVIDIA L4\n\nflash-attn==2.8.3\n'],
    ['a feature whose package is absent', 'GPU 0: Tesla T4\n\nnumpy==2.0\n'],
    ['a build that has the family', 'GPU 0: Tesla V100-SXM2-16GB\n\ntorch==2.11.0+cu126\n'],
    ['a release whose builds were not read', 'GPU 0: Tesla V100-SXM2-16GB\n\ntorch==2.5.0+cu124\n'],
    ['the oldest driver that will do', 'NVIDIA A100, 580.65.06\n\ntorch==2.11.0+cu130\n'],
    [
      'a minor of the same toolkit',
      'Cuda compilation tools, release 13.1\n\ntorch==2.11.0+cu130\n',
    ],
  ])('nothing about %s', (_, text) => {
    expect(codes(text)).toEqual([]);
  });

  it('an unknown card is listed as unknown, and nothing is said of it', () => {
    const report = check('GPU 0: NVIDIA GeForce GTX 1080\n\nflash-attn==2.8.3\n');
    expect(report.findings).toEqual([]);
    expect(report.unknown.join(' ')).toContain('NVIDIA GeForce GTX 1080: not in the list');
  });
});

describe('contradictions', () => {
  const text =
    'trl==1.0.1\ntransformers==4.57.6\n\nPackage Version\n------- -------\ntransformers 5.1.0\n';

  it('are reported with both places, and neither value is used', () => {
    expect(found(text, 'contradiction').title).toBe(
      'Two answers for `transformers`: `4.57.6` (pip freeze, line 2), `5.1.0` (pip list, line 6)',
    );
    expect(codes(text)).not.toContain('requirement');
  });

  it('are none where one answer only says more', () => {
    const more =
      'torch==2.11.0\n\n[pip3] x\nPyTorch version: 2.11.0+cu130\nPython version: 3.12.1\n';
    expect(codes(more)).not.toContain('contradiction');
    expect(check(more).facts).toContainEqual(expect.objectContaining({ value: '2.11.0+cu130' }));
  });
});

describe('the command', () => {
  const broken = 'peft==0.12.0\ntransformers==5.17.0\ntorch==2.11.0+cu130\n';

  it('is a set that was run and leaves nothing', () => {
    const { install } = check(broken);
    expect(install?.command).toBe(
      'pip install "peft==0.21.0" "transformers==5.17.0" "torch==2.11.0+cu130" --extra-index-url https://download.pytorch.org/whl/cu130',
    );
    expect(install?.guide.slug).toBe('dtype');
  });

  it.each([
    ['another Python', `Using Python 3.9.1 environment at: x\n${broken}`],
    ['a driver that is too old for it', `NVIDIA A100, 550.54.15\n\n${broken}`],
    ['a conflict that it does not touch', `${broken}huggingface_hub==0.36.0\n`],
  ])('is none for %s, and the report says so', (_, text) => {
    expect(check(text).install).toBeNull();
    expect(check(text).noInstall).not.toBeNull();
  });

  it('is none where a conflict would be gone only because its release is not on record', () => {
    const text = 'peft==0.21.0\ntransformers==4.57.0\n';
    expect(check(text).install).not.toBeNull();
    const sets = data.sets.map((set) => ({
      ...set,
      packages: { ...set.packages, peft: '0.20.0' },
    }));
    const off = (pasted: string) => checkEnvironment(pasted, { ...data, sets }, 'en').install;
    expect(off(text)).not.toBeNull(); // Both are of the set: they ran together.
    const alone = sets.map((set) => ({ ...set, packages: { peft: '0.20.0' } }));
    expect(checkEnvironment(text, { ...data, sets: alone }, 'en').install).toBeNull();
  });

  it('is none where nothing is wrong', () => {
    const report = check('peft==0.21.0\ntransformers==5.17.0\n');
    expect(report).toMatchObject({ install: null, noInstall: null });
  });
});

describe('the report', () => {
  it('of nothing says that nothing was recognised', () => {
    const report = check('my training does not start');
    expect(report).toMatchObject({ readings: [], findings: [], unknown: [], context: {} });
    expect(report.summary).toBe('No version, card or driver was recognised in this text.');
  });

  it('fills the context: the most specific stack, and the one family of the cards', () => {
    expect(check('torch==2.0\ntrl==1.0.1\n\nGPU 0: Tesla T4\n').context).toEqual({
      ...{ trainer: 'trl', gpu: 'turing' },
    });
    expect(check('GPU 0: Tesla T4\nGPU 1: NVIDIA A100\n').context).toEqual({});
  });

  it('exists in Chinese', () => {
    const report = checkEnvironment('trl==1.0.1\ntransformers==4.57.6\n', data, 'zh');
    expect(report.findings[0]?.title).toContain('要求');
    expect(report.summary).toMatch(/^1 处不匹配，.*。$/);
  });
});
