import type { Format, Parser } from '../types.ts';
import { accelerateEnv } from './accelerate-env.ts';
import { collectEnv } from './collect-env.ts';
import { condaList } from './conda-list.ts';
import { environmentYml } from './environment-yml.ts';
import { nvcc } from './nvcc.ts';
import { nvidiaSmi } from './nvidia-smi.ts';
import { pipFreeze } from './pip-freeze.ts';
import { pipListJson } from './pip-list-json.ts';
import { pipList } from './pip-list.ts';
import { requirements } from './requirements.ts';
import { transformersEnv } from './transformers-env.ts';
import { unslothBanner } from './unsloth-banner.ts';
import { uvPipList } from './uv-pip-list.ts';

/** One parser for each format; they are tried in the order of `formats`. */
export const parsers: Readonly<Record<Format, Parser>> = {
  'collect-env': collectEnv,
  'transformers-env': transformersEnv,
  'accelerate-env': accelerateEnv,
  'unsloth-banner': unslothBanner,
  'nvidia-smi': nvidiaSmi,
  nvcc,
  'uv-pip-list': uvPipList,
  'conda-list': condaList,
  'pip-list': pipList,
  'pip-list-json': pipListJson,
  'environment-yml': environmentYml,
  requirements,
  'pip-freeze': pipFreeze,
};
