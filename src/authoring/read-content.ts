import { join } from 'node:path';
import type { z } from 'zod';
import type { GlossaryEntry } from '../schemas/glossary.ts';
import { glossarySchema } from '../schemas/glossary.ts';
import type { HardwareData } from '../schemas/hardware.ts';
import { hardwareSchema } from '../schemas/hardware.ts';
import type { RetiredGuide } from '../schemas/retired.ts';
import { retiredSchema } from '../schemas/retired.ts';
import type { YamlPath } from './located-yaml.ts';
import { locateYaml } from './located-yaml.ts';
import type { Place, Problem } from './problem.ts';
import type { GuideSource } from './guide-source.ts';
import { GuideReader } from './read-guides.ts';
import type { ProseSource } from './read-prose.ts';
import { readProse } from './read-prose.ts';
import type { Records } from './read-records.ts';
import { readRecords } from './read-records.ts';
import { requireSource } from './read-source.ts';
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
export interface Content extends Records {
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
  const hardware = readFacts(contentDir, 'hardware.yaml', hardwareSchema);
  const prose = readProse(contentDir);
  const records = readRecords(contentDir);
  return {
    content: {
      ...{ guides, slugs, glossary: glossary.list, retired: retired.list },
      ...{ hardware: { data: hardware.data, at: hardware.at }, prose: prose.prose },
      ...records.records,
    },
    findings,
    problems: [
      ...problems,
      ...[glossary, retired, hardware, prose, records].flatMap((read) => read.problems),
    ],
  };
}

/** Reads a YAML file that must be there. */
function readFacts<T>(
  contentDir: string,
  name: string,
  schema: z.ZodType<T>,
): { data: T | undefined; at: (path: YamlPath) => Place; problems: Problem[] } {
  const { file, text, problems } = requireSource(contentDir, join(contentDir, name));
  const yaml = locateYaml(file, text ?? '');
  return text === undefined
    ? { data: undefined, at: yaml.at, problems }
    : { at: yaml.at, ...validate(schema, yaml) };
}

function readList<T>(
  contentDir: string,
  name: string,
  schema: z.ZodType<T[]>,
): { list: ListSource<T>; problems: Problem[] } {
  const { data, at, problems } = readFacts(contentDir, name, schema);
  return { list: { entries: data ?? [], isUsable: data !== undefined, at }, problems };
}
