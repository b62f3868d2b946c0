import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { launcher, message, run } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracebook-'));
const log = join(folder, 'train.log');
writeFileSync(log, `step 1\n${message}\n`);

describe('help and version', () => {
  it.each([[['--help']], [['-h']], [['help']]])('%j lists every command', async (args) => {
    const { code, out } = await run(args);
    expect(code).toBe(0);
    for (const command of ['match', 'explain', 'env', 'reply'])
      expect(out).toContain(`tracebook ${command} `);
  });

  it.each(['match', 'explain', 'env', 'reply'])('explains %s with its exit codes', async (name) => {
    const { code, out } = await run([name, '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^usage: tracebook ${name} [\\s\\S]*Exit codes: 0 .* 1 .* 2 `));
  });

  it('prints its version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });

  it.each([['toString'], ['__proto__'], ['Match']])('does not know %s', async (name) => {
    const { code, err } = await run([name]);
    expect(code).toBe(2);
    expect(err).toContain(`unknown command "${name}"`);
  });

  it('has no help on what there is not', async () => {
    expect((await run(['help', 'constructor'])).code).toBe(2);
  });
});

describe('match', () => {
  it.each([
    ['a file', [log], ''],
    ['-', ['-'], message],
    ['a pipe', [], message],
  ])('reads %s', async (_, operands, input) => {
    const { code, out } = await run(['match', ...operands], { input });
    expect(code).toBe(0);
    expect(out).toMatch(/^This error:\n {2}spindle-jam {2}About spindle-jam\n/);
  });

  it('reads what PowerShell writes, wherever the pieces end', async () => {
    const little = Buffer.from(`\uFEFF${message}`, 'utf16le');
    for (const bytes of [little, Buffer.from(little).swap16()]) {
      const input = [bytes.subarray(0, 21), bytes.subarray(21)];
      const { code, out } = await run(['match'], { input });
      expect(code).toBe(0);
      expect(out).toContain(`> ${message}\n`);
    }
  });

  it('survives bytes that are no text', async () => {
    const input = [Buffer.from([0x80, 0x00, 0xff, 0x1b, 0x5b]), Buffer.from(`\n${message}\n`)];
    expect((await run(['match'], { input })).code).toBe(0);
  });

  it('prints no control character of the paste', async () => {
    const input = `x\u001B]0;owned\u0007 ${message} \u001B[2J\u009B31m`;
    const { out } = await run(['match'], { input });
    expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it.each([
    ['a terminal', { isTTY: true }, true],
    ['a pipe', {}, false],
    ['NO_COLOR', { isTTY: true, env: { NO_COLOR: '1' } }, false],
    ['an empty NO_COLOR', { isTTY: true, env: { NO_COLOR: '' } }, true],
    ['TERM=dumb', { isTTY: true, env: { TERM: 'dumb' } }, false],
    ['FORCE_COLOR', { env: { FORCE_COLOR: '1' } }, true],
  ])('on %s has colours: %j', async (_, options, isColourful) => {
    const { out } = await run(['match'], { input: message, ...options });
    expect(out.includes('\u001B[')).toBe(isColourful);
  });

  it('links where it knows the site, down to the cause', async () => {
    const input = `lint_filter=False\n${message}`;
    const link = 'https://example.org/book/e/spindle-jam/#cause-lint';
    const withLink = ['--site', 'https://example.org/book'];
    expect((await run(['match', ...withLink], { input })).out).toContain(link);
    const env = { TRACEBOOK_SITE: 'https://example.org/book/' };
    expect((await run(['match'], { input, env })).out).toContain(link);
    expect((await run(['match'], { input })).out).not.toContain('http');
  });

  it.each([
    ['a file that is not there', ['match', join(folder, 'no.log')], /no such file/],
    ['a folder', ['match', folder], /it is a folder/],
    ['two files', ['match', log, log], /one operand only[\s\S]*usage: tracebook match/],
    ['an address that is none', ['match', '--site', 'javascript:alert(1)', log], /--site must be/],
    ['nothing', ['match', '--site', 'x', log], /--site must be/],
  ])('refuses %s', async (_, args, complaint) => {
    const { code, out, err } = await run(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(complaint);
  });
});

describe('explain', () => {
  it('prints a guide without markup, with addresses on the chosen site', async () => {
    const { code, out } = await run(['explain', 'spindle-jam', '--site', 'https://example.org']);
    expect(code).toBe(0);
    expect(out).toBe(
      '`spindle jammed`\n\nSee the other [1] and the fix.\n\n' +
        '[1]: https://example.org/en/guides/other/\n\nhttps://example.org/e/spindle-jam/\n',
    );
  });

  it('speaks Chinese, and Markdown where asked', async () => {
    expect((await run(['explain', 'spindle-jam', '--lang', 'zh'])).out).toBe('纺锤卡住了\n');
    const { out } = await run(['explain', '--markdown', 'spindle-jam']);
    expect(out).toContain('[1]: /en/guides/other/');
  });

  it('says of a planned guide what upstream says', async () => {
    const { code, out, err } = await run(['explain', 'shuttle-lost']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('https://example.org/shuttle');
  });

  it.each(['constructor', '../../etc/passwd', 'lost-spindle'])('has no guide %s', async (slug) => {
    const { code, out } = await run(['explain', slug]);
    expect([code, out]).toEqual([1, '']);
  });

  it('names what is close', async () => {
    expect((await run(['explain', 'spindle'])).err).toContain('close to it: spindle-jam');
    expect((await run(['explain'])).code).toBe(2);
  });
});

describe('reply', () => {
  const site = 'https://example.org/';

  it('answers with the cause that the log shows and its permanent link', async () => {
    const { code, out } = await run(['reply'], { input: `lint_filter=False\n${message}`, site });
    expect(code).toBe(0);
    expect(out).toContain('**Likely cause:** Lint on the spindle');
    expect(out).toContain('<https://example.org/e/spindle-jam/#cause-lint>');
  });

  it('speaks Chinese and plain text', async () => {
    const { out } = await run(['reply', '--lang', 'zh', '--plain'], { input: message, site });
    expect(out).toContain('这是一个已知的报错');
    expect(out).not.toContain('**');
  });

  it.each([
    ['nothing', 'all is well'],
    ['a launcher alone', launcher],
    ['an error without a guide', 'ShuttleError: the shuttle vanished between heddle and reed'],
  ])('is silent about %s', async (_, input) => {
    const { code, out } = await run(['reply'], { input, site });
    expect([code, out]).toEqual([1, '']);
  });

  it('answers with the guide that a person chose', async () => {
    const options = { input: 'it hangs', site };
    expect((await run(['reply', '--guide', 'spindle-jam'], options)).code).toBe(0);
    expect((await run(['reply', '--guide', 'valueOf'], options)).code).toBe(2);
  });

  it('never links into nowhere', async () => {
    const { code, err } = await run(['reply'], { input: message });
    expect(code).toBe(2);
    expect(err).toContain('--site');
  });
});
