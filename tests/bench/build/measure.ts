/** Runs a program of a copied repository and tells what each of its stages cost. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface StageCost {
  stage: string;
  /** Seconds of the clock. */
  wall: number;
  /** Seconds of processors, user and system, all threads. */
  cpu: number;
}

export interface Cost {
  stages: StageCost[];
  /** MiB; of the program itself, without its children. */
  peak: number;
}

interface Reading {
  stage: string;
  wall: number;
  cpu: number;
}

const clock = fileURLToPath(new URL('stage-clock.mjs', import.meta.url));

/** Runs `node args` in `folder`; throws with the end of its output where it fails. `name` is its first stage. */
export async function measure(
  name: string,
  args: readonly string[],
  folder: string,
  nodeOptions: readonly string[] = [],
): Promise<Cost> {
  const report = join(folder, 'stage-clock.json');
  rmSync(report, { force: true });
  const child = spawn(process.execPath, ['--import', clock, ...nodeOptions, ...args], {
    cwd: folder,
    env: {
      ...process.env,
      ...{ ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
      ...{ STAGE_CLOCK_FILE: report, STAGE_CLOCK_NAME: name },
    },
  });
  let end = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      end = (end + text).slice(-4000);
    });
  }
  const status = await new Promise((resolve) => child.on('close', resolve));
  if (status !== 0 || !existsSync(report)) throw new Error(`${name} failed:\n${end}`);
  const { readings, peakKiB } = JSON.parse(readFileSync(report, 'utf8')) as {
    readings: Reading[];
    peakKiB: number;
  };
  const stages = readings.slice(0, -1).map(({ stage, wall, cpu }, at) => {
    const next = readings[at + 1]!;
    return { stage, wall: next.wall - wall, cpu: next.cpu - cpu };
  });
  return { stages, peak: peakKiB / 1024 };
}
