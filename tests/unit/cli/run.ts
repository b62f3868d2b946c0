/** Runs the command line in this process on made-up data. */
import { Readable, Writable } from 'node:stream';
import { runCli } from '../../../src/cli/cli.ts';
import {
  packagedData,
  sitePlaceholder,
  type CliData,
  type PackagedData,
} from '../../../src/cli/data.ts';
import type { Signature } from '../../../src/lib/finder/index.ts';
import type { Locale } from '../../../src/lib/locale.ts';
import { data as environment } from '../environment/data-table.ts';
import { guide } from '../reply/guide.ts';

const signature = (slug: string, template: string, more: Partial<Signature> = {}): Signature => ({
  ...{ slug, state: 'written', tier: 'specific', headline: template },
  titles: { en: `About ${slug}`, zh: `关于 ${slug}` },
  messages: [{ template }],
  ...{ nearMisses: [], frames: [], aliases: [], causes: [] },
  ...more,
});

export const message = 'SpindleError: spindle jammed at bobbin 7 of the warping machine';
export const launcher = 'LoomLauncherError: the loom launcher reports a failed spindle process';

const data: PackagedData = {
  version: '1.2.3',
  signatures: [
    signature(
      'spindle-jam',
      'SpindleError: spindle jammed at bobbin {number} of the warping machine',
      {
        causes: [{ id: 'lint', frames: [], text: ['lint_filter=False'], versions: {}, gpu: [] }],
      },
    ),
    signature('loom-launcher', launcher, { tier: 'wrapper' }),
    signature('shuttle-lost', 'ShuttleError: the shuttle vanished between heddle and reed', {
      state: 'planned',
      links: [{ url: 'https://example.org/shuttle', title: 'Shuttle' }],
    }),
  ],
  replies: [guide],
  environment,
};

const twins: Readonly<Record<Locale, string>> = {
  en: [
    '---',
    `permalink: "${sitePlaceholder}e/spindle-jam/"`,
    '---',
    '',
    '# `spindle jammed`',
    '',
    `See [the other][1] and [the fix](#fix-clean).`,
    '',
    `[1]: ${sitePlaceholder}en/guides/other/`,
    '',
  ].join('\n'),
  zh: '# 纺锤卡住了\n',
};
const twin: CliData['twin'] = (slug, locale) =>
  slug === 'spindle-jam' ? twins[locale] : undefined;

interface RunOptions {
  input?: string | Buffer[];
  env?: Record<string, string>;
  /** Whether stdout is a terminal. */
  isTTY?: boolean;
  site?: string;
}

/** Exit code, standard output and standard error of one run. */
export async function run(
  args: readonly string[],
  { input = '', env = {}, isTTY, site }: RunOptions = {},
) {
  const [stdout, stderr] = [new Sink(), new Sink()];
  const code = await runCli(args, packagedData({ ...data, site }, twin), {
    stdin: Readable.from(typeof input === 'string' ? [Buffer.from(input)] : input),
    stdout: Object.assign(stdout, isTTY ? { isTTY } : {}),
    ...{ stderr, env },
  });
  return { code, out: stdout.text, err: stderr.text };
}

class Sink extends Writable {
  text = '';

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
