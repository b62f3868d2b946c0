import { join } from 'node:path';
import type { z } from 'zod';
import type { GlossaryEntry } from '../schemas/glossary.ts';
import { glossarySchema } from '../schemas/glossary.ts';
import type { HardwareData } from '../schemas/hardware.ts';
import { hardwareSchema } from '../schemas/hardware.ts';
import type { RetiredGuide } from '../schemas/retired.ts';
import { retiredSchema } from '../schemas/retired.ts';
import { labelOf, readText } from './content-files.ts';
import type { YamlPath } from './located-yaml.ts';
import { locateYaml } from './located-yaml.ts';
import type { Place, Problem } from './problem.ts';
import { problem } from './problem.ts';
import type { GuideSource } from './guide-source.ts';
import { GuideReader } from './read-guides.ts';
import type { ProseSource } from './read-prose.ts';
import { readProse } from './read-prose.ts';
import { validate } from './validate.ts';

/** A YAML list of `content/`, with the places of its values. */
export interface ListSource<T> {
  /** Empty where the list cannot be used. */
  entries: readonly T[];
  /** False where the list has problems of its own: then nothing follows from what it lacks. */
  isUsable: boolean;
  at: (path: YamlPath) => Place;
}

/** All content, as the cross-checks need it. */
export interface Content {
  guides: readonly GuideSource[];
  /** Every guide's folder, whether or not it can be used. */
  slugs: readonly string[];
  glossary: ListSource<GlossaryEntry>;
  retired: ListSource<RetiredGuide>;
  hardware: HardwareSource;
  prose: readonly ProseSource[];
}

/** `content/hardware.yaml`; no data where it cannot be used. */
export interface HardwareSource {
  data: HardwareData | undefined;
  at: (path: YamlPath) => Place;
}

/** Reads everything in `contentDir`, with all problems of shape; a reader may know guides already. */
export function readContent(
  contentDir: string,
  reader = new GuideReader(contentDir),
): { content: Content; problems: Problem[]; findings: Problem[] } {
  const { guides, slugs, problems, findings } = reader.read();
  const glossary = readList(contentDir, 'glossary.yaml', glossarySchema);
  const retired = readList(contentDir, 'retired.yaml', retiredSchema);
  const hardware = readHardware(contentDir);
  const prose = readProse(contentDir);
  return {
    content: {
      ...{ guides, slugs, glossary: glossary.list, retired: retired.list },
      ...{ hardware: hardware.source, prose: prose.prose },
    },
    findings,
    problems: [
      ...problems,
      ...[glossary, retired, hardware, prose].flatMap((read) => read.problems),
    ],
  };
}

function readHardware(contentDir: string): { source: HardwareSource; problems: Problem[] } {
  const path = join(contentDir, 'hardware.yaml');
  const text = readText(path);
  const yaml = locateYaml(labelOf(contentDir, path), text ?? '');
  if (text === undefined) {
    const missing = problem('file-missing', yaml.at([]), { name: 'content/hardware.yaml' });
    return { source: { data: undefined, at: yaml.at }, problems: [missing] };
  }
  const { data, problems } = validate(hardwareSchema, yaml);
  return { source: { data, at: yaml.at }, problems };
}

function readList<T>(
  contentDir: string,
  name: string,
  schema: z.ZodType<T[]>,
): { list: ListSource<T>; problems: Problem[] } {
  const path = join(contentDir, name);
  const text = readText(path);
  const yaml = locateYaml(labelOf(contentDir, path), text ?? '[]');
  const { data, problems } = validate(schema, yaml);
  if (text === undefined)
    problems.push(problem('file-missing', yaml.at([]), { name: `content/${name}` }));
  return { list: { entries: data ?? [], isUsable: data !== undefined, at: yaml.at }, problems };
}
