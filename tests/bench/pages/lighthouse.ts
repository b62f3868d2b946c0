/**
 * Asks Lighthouse about a page, as on a phone. npm fetches it when it is first asked: 114 packages
 * and 176 MB are too much for every `npm ci`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumOptions } from '../../../scripts/browser.mjs';
import { runNode } from '../../../scripts/lib/tool.ts';

/** Its own packages are the newest that it allows; scores change with Lighthouse alone. */
const lighthouse = 'lighthouse@13.5.0';

export const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

export interface Audit {
  /** 0 to 100, in the order of `categories`. */
  readonly scores: readonly number[];
  /** Milliseconds. */
  readonly largestPaint: number;
  /** The element of the largest contentful paint, as HTML. */
  readonly largestElement: string;
  /** Milliseconds of long tasks before the page is interactive. */
  readonly blocked: number;
  readonly layoutShift: number;
  /** Transferred, with headers. */
  readonly bytes: number;
  /** What a score below 100 is missing. */
  readonly shortcomings: readonly string[];
}

interface Result {
  readonly categories: Readonly<
    Record<string, { score: number; auditRefs: readonly { id: string; weight: number }[] }>
  >;
  readonly audits: Readonly<
    Record<
      string,
      { score: number | null; title: string; numericValue?: number; details?: unknown }
    >
  >;
}

/** Loads a page once in a browser of its own. */
export async function audit(address: string): Promise<Audit> {
  const npm = process.env['npm_execpath'];
  if (npm === undefined)
    throw new Error('Start it as npm run bench pages: npm fetches Lighthouse.');
  const folder = mkdtempSync(join(tmpdir(), 'tracebook-lighthouse-'));
  const file = join(folder, 'result.json');
  const { executablePath = '', args } = chromiumOptions();
  let output = '';
  const code = await runNode(
    [
      ...[npm, 'exec', '--yes', `--package=${lighthouse}`, '--', 'lighthouse', address],
      ...['--quiet', '--no-enable-error-reporting', '--output=json', `--output-path=${file}`],
      `--only-categories=${categories.join(',')}`,
      `--chrome-flags=${['--headless=new', ...args].join(' ')}`,
    ],
    { env: { CHROME_PATH: executablePath }, onOutput: (text) => (output += text) },
  );
  if (code !== 0) {
    const hint = 'At its first run npm fetches it, which needs the registry.';
    throw new Error(`${lighthouse} did not run. ${hint}\n${output.slice(-2000)}`);
  }
  const audited = read(JSON.parse(readFileSync(file, 'utf8')) as Result);
  rmSync(folder, { recursive: true });
  return audited;
}

function read({ categories: results, audits }: Result): Audit {
  const value = (id: string) => audits[id]?.numericValue ?? NaN;
  const missing = categories.flatMap((name) =>
    (results[name]?.auditRefs ?? []).filter(
      ({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 0.9,
    ),
  );
  return {
    scores: categories.map((name) => Math.round(100 * (results[name]?.score ?? NaN))),
    largestPaint: value('largest-contentful-paint'),
    largestElement: firstSnippet(audits['lcp-breakdown-insight']?.details) ?? 'not told',
    blocked: value('total-blocking-time'),
    layoutShift: value('cumulative-layout-shift'),
    bytes: value('total-byte-weight'),
    shortcomings: missing.map(({ id }) => `${id}: ${audits[id]?.title ?? ''}`),
  };
}

/** The HTML of the first element that an audit's details name, however deep. */
function firstSnippet(details: unknown): string | undefined {
  if (typeof details !== 'object' || details === null) return undefined;
  if ('snippet' in details && typeof details.snippet === 'string') return details.snippet;
  for (const part of Object.values(details)) {
    const snippet = firstSnippet(part);
    if (snippet !== undefined) return snippet;
  }
  return undefined;
}
