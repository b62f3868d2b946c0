import { describe, expect, it } from 'vitest';
import { run } from './run.ts';

const clash = 'trl==1.0.1\ntransformers==4.57.0\npeft==0.21.0\n';
const sound = 'trl==1.0.1\ntransformers==5.2.0\n';

describe('env', () => {
  it('says what does not fit, and with its exit code that something does not', async () => {
    const { code, out, err } = await run(['env'], { input: clash });
    expect([code, err]).toEqual([1, '']);
    expect(out).toContain('Does not fit together:');
    expect(out).toContain('`transformers >=5.0,<6`');
  });

  it('is content where everything fits', async () => {
    const { code, out } = await run(['env', '-'], { input: sound });
    expect(code).toBe(0);
    expect(out).toContain('No conflict was found');
  });

  it('names the guide to read, or its address', async () => {
    const input = 'peft==0.14.0\n';
    expect((await run(['env'], { input })).out).toContain('tracebook explain dtype');
    const { out } = await run(['env', '--site', 'https://example.org'], { input });
    expect(out).toContain('https://example.org/e/dtype/');
    expect(out).toContain('#cause-old-peft');
  });

  it('prints the whole report with --json', async () => {
    const report = JSON.parse((await run(['env', '--json'], { input: clash })).out) as {
      findings: { group: string }[];
    };
    expect(report.findings.map(({ group }) => group)).toContain('conflict');
  });

  it('speaks Chinese', async () => {
    expect((await run(['env', '--lang', 'zh'], { input: clash })).out).toMatch(/\p{Script=Han}/u);
  });

  it('prints no control character of the paste', async () => {
    const input = `${clash}evil\u001B[31m==1.0\nNVIDIA \u001B]0;x\u0007\n`;
    expect((await run(['env'], { input })).out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it.each([
    ['nothing that it knows', 'hello', 1],
    ['nothing', ' \n', 2],
    ['a log', 'x'.repeat(2_000_001), 2],
  ])('has no report on %s', async (_, input, expected) => {
    const { code, out, err } = await run(['env'], { input });
    expect([code, out]).toEqual([expected, '']);
    expect(err).not.toBe('');
  });
});
