import type { EnvironmentData, Mismatch } from '../../../src/lib/environment/data.ts';
import { packMetadata, type Requirements } from '../../../src/lib/environment/metadata.ts';

const source = { title: 'A source', url: 'https://example.org/source' };
const none = { guide: null, source };
const only = (release: string, requirements: Requirements) =>
  packMetadata(new Map([[release, requirements]]));
const both = (text: string) => ({ en: text, zh: text });

/** A small world: two libraries, one guide, one table of cards. */
export const data: EnvironmentData = {
  packages: {
    trl: {
      newest: '1.1.0',
      source: 'https://pypi.org/pypi/trl/json',
      refreshed: '2026-11-24',
      requirements: only('1.0.1', {
        python: '>=3.10',
        packages: [
          'transformers>=5.0,<6',
          'rich; sys_platform == "win32"',
          'datasets (>=4.0) ; python_version >= "3.11"',
          'vllm>=1; extra == "vllm"',
        ],
      }),
    },
    peft: {
      newest: '0.21.0',
      source: 'https://pypi.org/pypi/peft/json',
      refreshed: '2026-11-24',
      requirements: only('0.21.0', { python: '>=3.10.0', packages: ['transformers>=5.0,<6'] }),
    },
  },
  causes: [
    {
      slug: 'dtype',
      id: 'old-peft',
      title: both('Old PEFT'),
      affected: { peft: '<0.15' },
      fixedIn: { peft: '0.15.0' },
    },
    { slug: 'dtype', id: 'any', title: both('Any'), affected: { peft: '>=0.4' }, fixedIn: {} },
    {
      slug: 'two',
      id: 'pair',
      title: both('Two together'),
      affected: { huggingface_hub: '<1', transformers: '*' },
      fixedIn: {},
    },
  ],
  guides: {
    dtype: { headline: 'RuntimeError: wrong `dtype`', title: both('Wrong dtype') },
    two: { headline: 'ImportError: two', title: both('Two') },
    ampere: { headline: 'RuntimeError: Ampere', title: both('Ampere only') },
  },
  hardware: {
    features: [
      {
        id: 'flash',
        title: both('FlashAttention 2'),
        packages: ['flash-attn'],
        support: {
          ...{ volta: 'no', turing: 'no', ampere: 'yes' },
          ...{ ada: 'yes', hopper: 'yes', blackwell: 'yes' },
        },
        note: both('Since Ampere.'),
        guide: 'ampere',
        source,
      },
    ],
    drivers: { source, minimum: { '12': 525, '13': 580 } },
    torch_builds: [
      {
        torch: '>=2.11,<2.12',
        source,
        families: { '12.6': ['volta', 'turing', 'hopper'], '13.0': ['turing', 'ampere', 'hopper'] },
      },
    ],
    mismatches: {
      ...({
        'gpu-not-in-build': none,
        'driver-too-old': none,
        'cpu-build': none,
        'toolkit-differs': none,
        'companion-build': none,
        'extension-build': { guide: 'two', source },
      } satisfies Record<Mismatch, unknown>),
    },
  },
  sets: [
    {
      ...{ slug: 'dtype', date: '2026-11-24', device: 'NVIDIA H100', python: '3.12.3' },
      packages: { peft: '0.21.0', transformers: '5.17.0', torch: '2.11.0+cu130' },
    },
    {
      ...{ slug: 'dtype', date: '2026-11-24', device: 'NVIDIA H100', python: '3.12.3' },
      packages: { peft: '0.21.0', transformers: '5.18.0', torch: '2.11.0+sm90.own' },
    },
  ],
};
