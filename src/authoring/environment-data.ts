import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toEnvironmentData, type EnvironmentData } from '../lib/environment/data.ts';
import { evidenceSchema } from '../schemas/evidence.ts';
import { hardwareSchema } from '../schemas/hardware.ts';
import { packageSchema } from '../schemas/package.ts';
import { readText } from './content-files.ts';
import { readYaml } from './read-yaml.ts';
import { loadGuideData } from './signatures.ts';

/** The data of the environment check, read straight from `content/`. Throws where a file cannot be read. */
export function loadEnvironmentData(contentDir: string): EnvironmentData {
  const packages = readdirSync(join(contentDir, 'packages'))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) =>
      packageSchema.parse(json(readFileSync(join(contentDir, 'packages', name), 'utf8'))),
    );
  const guides = loadGuideData(contentDir).flatMap(({ slug, data }) => {
    if (data.state !== 'written') return [];
    const evidence = readText(join(contentDir, 'guides', slug, 'evidence.json'));
    const runs = evidence === undefined ? [] : evidenceSchema.parse(json(evidence)).runs;
    return [{ slug, headline: data.headline, titles: data.titles, causes: data.causes, runs }];
  });
  const yaml = readFileSync(join(contentDir, 'hardware.yaml'), 'utf8');
  return toEnvironmentData({ packages, guides, hardware: hardwareSchema.parse(readYaml(yaml)) });
}

function json(text: string): unknown {
  return JSON.parse(text);
}
