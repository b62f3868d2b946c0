/**
 * Loaded before a program under measurement (`node --import`): what each stage of it cost, and its peak memory.
 * A stage begins when the program prints the words that mark it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** The words by which Astro tells where it is. */
const marks = [
  ['check', 'Generated'],
  ['collect', 'content: '],
  ['bundle', 'Building static entrypoints'],
  ['render', 'generating static routes'],
];

const file = process.env['STAGE_CLOCK_FILE'];
if (file && isMainThread) {
  const first = process.env['STAGE_CLOCK_NAME'] ?? 'start';
  const readings = [{ stage: first, wall: 0, cpu: 0 }];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk, ...rest) => {
    const [stage] = marks.find(([, words]) => String(chunk).includes(words)) ?? [];
    if (stage && !readings.some((known) => known.stage === stage)) readings.push(reading(stage));
    return write(chunk, ...rest);
  };
  process.on('exit', () => {
    const peakKiB = process.resourceUsage().maxRSS;
    writeFileSync(file, JSON.stringify({ readings: [...readings, reading('end')], peakKiB }));
  });
}

/** Seconds since the program started: of the clock, and of processors. */
function reading(stage) {
  return { stage, wall: performance.now() / 1000, cpu: ownSeconds() + childSeconds() };
}

/** All threads, the kernel's work included. */
function ownSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Of children that ended, such as Pagefind's own program; Linux alone tells. */
function childSeconds() {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
    const ticksPerSecond = 100;
    return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
  } catch {
    return 0;
  }
}
