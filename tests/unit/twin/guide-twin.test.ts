import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en.ts';
import type { ArticlePart } from '../../../src/lib/twin/article-markdown.ts';
import { guideTwin } from '../../../src/lib/twin/guide-twin.ts';
import type { TwinGuide } from '../../../src/lib/twin/types.ts';

const both = (text: string) => ({ en: text, zh: `中文 ${text}` });
const addresses = {
  page: 'https://x.test/en/guides/port-busy/',
  permalink: 'https://x.test/e/port-busy/',
  translation: 'https://x.test/zh/guides/port-busy/',
  twin: 'https://x.test/en/guides/port-busy.md',
  api: 'https://x.test/api/v1/guides/port-busy.json',
};
const prose = (component: string, markdown: string, id?: string): ArticlePart => ({
  ...{ component, id, blocks: [{ kind: 'prose', markdown }] },
});

const guide: TwinGuide = {
  slug: 'port-busy',
  locale: 'en',
  headline: 'Address already in use: "29500"',
  exception: 'OSError',
  title: 'Another process holds the `29500` port',
  description: 'Stop it.',
  phase: 'distributed',
  packages: ['torch'],
  regions: {
    'fix-kill': { name: 'fix-kill', code: 'kill 1', startLine: 3, language: 'bash', file: 'c.sh' },
  },
  evidence: undefined,
  markdown: {
    links: ['https://a.test/', '../cuda-oom/#cause-peak'],
    parts: [
      prose('Verdict', 'It is busy.'),
      prose('Cause', 'See [a][1] and [b][2].', 'stale'),
      {
        component: 'Fix',
        id: 'kill',
        blocks: [
          { kind: 'prose', markdown: 'Run:' },
          { kind: 'snippet', region: 'fix-kill' },
          { kind: 'sample', markdown: '```bash\nps\n```' },
        ],
      },
    ],
  },
  data: {
    status: both('by design'),
    impossible_on: [],
    messages: [
      {
        id: 'os',
        kind: 'exception',
        template: 'Address already in use: "{port}"',
        examples: ['OSError: Address already in use: "29500"'],
        emitter: { package: 'torch', versions: '>=2' },
      },
    ],
    causes: [
      {
        id: 'stale',
        title: both('A stale worker'),
        sign: both('`ps` shows a | b'),
        affected: { torch: '>=2' },
        fixed_in: {},
      },
    ],
    fixes: [
      {
        id: 'kill',
        kind: 'workaround',
        title: both('Kill it'),
        causes: ['stale'],
        regions: [{ name: 'fix-kill', trainer: ['trl'], file: 'shell' }],
        not_run: both('needs two machines'),
      },
    ],
    unhelpful: [{ advice: both('Reboot'), why: both('It comes back'), sources: ['s'] }],
    sources: [{ id: 's', url: 'https://s.test/', title: 'S', supports: both('All of it') }],
    changes: [
      { date: '2026-11-24', ...both('Newer') },
      { date: '2026-10-01', ...both('First') },
    ],
  },
};
const twin = guideTwin(guide, en, addresses);

describe('guideTwin', () => {
  it('starts with front matter that a YAML parser reads', () => {
    const [, yaml = ''] = twin.split('---\n');
    expect(parse(yaml)).toMatchObject({
      id: 'port-busy',
      lang: 'en',
      headline: 'Address already in use: "29500"',
      messages: [{ id: 'os', template: 'Address already in use: "{port}"' }],
      versions: { stale: { affected: { torch: '>=2' } } },
      verified: null,
      published: '2026-10-01',
      updated: '2026-11-24',
    });
  });

  it('has causes and fixes first, with the anchors of the page', () => {
    const anchors = [...twin.matchAll(/^#+ .* \{#([\w-]+)\}$/gm)].map(([, anchor]) => anchor);
    expect(anchors).toEqual([
      ...['verdict', 'root-cause', 'cause-stale', 'solutions', 'fix-kill', 'does-not-help'],
      ...['variants', 'sources', 'history'],
    ]);
  });

  it('shows code as it ran, for whom it is, and says what was not run', () => {
    expect(twin).toContain('**shell · TRL**\n\n```bash\nkill 1\n```');
    expect(twin).toContain(`*${en.snippet.illustration}*\n\n\`\`\`bash\nps\n\`\`\``);
    expect(twin).toContain('Not run: needs two machines');
  });

  it('gives full addresses, and keeps a bar inside its cell', () => {
    expect(twin).toContain('[1]: https://a.test/\n');
    expect(twin).toContain('[2]: https://x.test/en/guides/cuda-oom/#cause-peak\n');
    expect(twin).toContain(String.raw`| ${'`ps`'} shows a \| b | [A stale worker](#cause-stale) |`);
  });

  it('stops at a snippet that is nowhere', () => {
    expect(() => guideTwin({ ...guide, regions: {} }, en, addresses)).toThrow(/fix-kill/);
  });
});
