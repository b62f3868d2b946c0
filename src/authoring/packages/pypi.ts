import { HttpReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import { z } from 'zod';
import type { Requirements } from '../../lib/environment/metadata.ts';

/** The parts of PyPI's answer that are used: https://docs.pypi.org/api/json/ and https://docs.pypi.org/api/index-api/ */
const projectAnswer = z.object({
  info: z.object({
    version: z.string(),
    requires_dist: z.array(z.string()).nullable(),
    requires_python: z.string().nullable(),
  }),
  releases: z.record(
    z.string(),
    z.array(
      z.object({ filename: z.string(), upload_time_iso_8601: z.string(), yanked: z.boolean() }),
    ),
  ),
});
const indexAnswer = z.object({
  files: z.array(z.object({ filename: z.string(), url: z.string() })),
});

export interface Release {
  version: string;
  /** Day of the first file's upload. */
  date: string;
  /** Name of a wheel that carries the release's metadata; source-only releases have none. */
  wheel: string | undefined;
}

export interface Project {
  releases: Release[];
  /** Requirements of one release, or undefined where its metadata cannot be read without building it. */
  requirementsOf: (release: Release) => Promise<Requirements | undefined>;
}

/** Address of a project's metadata. */
export function projectUrl(name: string): string {
  return `https://pypi.org/pypi/${name}/json`;
}

/** Everything that is asked of the index about one project. */
export async function fetchProject(name: string): Promise<Project> {
  const { info, releases } = projectAnswer.parse(await fetchJson(projectUrl(name)));
  const index = indexAnswer.parse(
    await fetchJson(`https://pypi.org/simple/${name}/`, 'application/vnd.pypi.simple.v1+json'),
  );
  const addresses = new Map(index.files.map(({ filename, url }) => [filename, url]));
  return {
    releases: Object.entries(releases).flatMap(([version, files]) => {
      const kept = files.filter(({ yanked }) => !yanked);
      const [date] = kept.map((file) => file.upload_time_iso_8601.slice(0, 10)).toSorted();
      const wheels = kept.map(({ filename }) => filename).filter((file) => file.endsWith('.whl'));
      const wheel = wheels.find((file) => /any|manylinux.*x86_64/.test(file)) ?? wheels[0];
      return date ? [{ version, date, wheel }] : [];
    }),
    requirementsOf: async ({ version, wheel }) => {
      const address = wheel && addresses.get(wheel);
      if (address) return wheelRequirements(address);
      if (version !== info.version || !info.requires_dist) return undefined;
      return { python: info.requires_python ?? '', packages: info.requires_dist };
    },
  };
}

/** Not every index announces in a HEAD answer that it serves ranges. All that was tried do. */
const rangeOptions = { useRangeHeader: true, forceRangeRequests: true, preventHeadRequest: true };

/** Reads METADATA out of a wheel by range requests: some wheels weigh a gigabyte, their metadata a few kilobytes. */
async function wheelRequirements(url: string): Promise<Requirements> {
  const zip = new ZipReader(new HttpReader(url, rangeOptions));
  try {
    const entries = await zip.getEntries();
    const metadata = entries.find(({ filename }) => filename.endsWith('.dist-info/METADATA'));
    if (!metadata || metadata.directory) throw new Error(`${url} holds no METADATA`);
    const text = await metadata.getData(new TextWriter());
    const header = text.split(/\r?\n\r?\n/, 1)[0] ?? '';
    const values = (field: string) =>
      header
        .split(/\r?\n/)
        .filter((line) => line.startsWith(`${field}: `))
        .map((line) => line.slice(field.length + 2).trim());
    return { python: values('Requires-Python')[0] ?? '', packages: values('Requires-Dist') };
  } finally {
    await zip.close();
  }
}

/** Time given to one request, in milliseconds. */
const timeLimit = 30_000;

async function fetchJson(url: string, accept = 'application/json'): Promise<unknown> {
  const response = await fetch(url, {
    headers: { accept },
    signal: AbortSignal.timeout(timeLimit),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status} ${response.statusText}`);
  return response.json();
}
