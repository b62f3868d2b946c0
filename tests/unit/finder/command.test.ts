import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
const DTYPE = 'RuntimeError: FlashAttention only support fp16 and bf16 data type';

function run(
  args: readonly string[],
  input = '',
): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    input,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

/** Each test starts a process that reads all guides. */
describe('match', { timeout: 60_000 }, () => {
  it('prints the groups with the matched line', () => {
    const { status, out, err } = run(['match'], `[rank0]: ${DTYPE}\n`);
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/^This error:\n {2}flash-attn-dtype /);
    expect(out).toContain(`> ${DTYPE}`);
  });

  it('says with its exit code whether a guide is certain, unless told otherwise', () => {
    const other = 'npm ERR! code ERESOLVE';
    expect(run(['match'], other).status).toBe(1);
    expect(run(['match', '--json'], other).status).toBe(1);
    expect(run(['match', '--exit-zero'], other).status).toBe(0);
  });

  it('speaks Chinese and says when nothing matches', () => {
    expect(run(['match', '--lang', 'zh'], 'npm ERR! code ERESOLVE').out).toMatch(
      /^没有匹配的指南。/,
    );
  });

  it('prints one JSON object with --json', () => {
    const { hits } = JSON.parse(run(['match', '--json'], DTYPE).out) as { hits: unknown[] };
    expect(hits[0]).toMatchObject({
      slug: 'flash-attn-dtype',
      group: 'exact',
      cause: null,
      line: DTYPE,
    });
  });

  it('answers each line of --jsonl in order', () => {
    const rows = [
      { id: 'b', text: DTYPE },
      { id: 7, text: 'hello', extra: true },
    ].map((row) => JSON.stringify(row));
    const { status, out } = run(['match', '--jsonl'], `${rows.join('\n')}\n\n`);
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: unknown; hits: unknown[] });
    expect(status).toBe(0);
    expect(answers.map(({ id }) => id)).toEqual(['b', 7]);
    expect(answers[1]!.hits).toEqual([]);
  });

  it('answers the other lines of --jsonl where one is broken, and names that one', () => {
    const row = (id: number) => JSON.stringify({ id, text: 'hello' });
    const { status, out, err } = run(['match', '--jsonl'], `${row(1)}\n\n{"id": 2\n${row(3)}\n`);
    expect(status).toBe(2);
    expect(out).toBe('{"id":1,"hits":[]}\n{"id":3,"hits":[]}\n');
    expect(err).toMatch(/^line 3: is not JSON: .*\n$/);
  });

  it.each([
    ['an unknown command', ['guess'], '', /unknown command "guess"; known: match/],
    ['no command', [], '', /name a command: match/],
    ['an unknown option', ['match', '--loud'], DTYPE, /--loud[\s\S]*usage: tracebook match/],
    [
      'an unknown language',
      ['match', '--lang', 'fr'],
      DTYPE,
      /--lang must be one of en, zh, not "fr"/,
    ],
    ['two forms', ['match', '--json', '--jsonl'], DTYPE, /not both/],
    ['empty input', ['match'], ' \n', /the input is empty/],
    ['a row that is no JSON', ['match', '--jsonl'], '\nnope', /^line 2: is not JSON/],
    ['a row without text', ['match', '--jsonl'], '{"id":1}', /^line 1: "text"/],
  ])('rejects %s with exit 2 and an empty stdout', (_, args, input, message) => {
    const { status, out, err } = run(args, input);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});
