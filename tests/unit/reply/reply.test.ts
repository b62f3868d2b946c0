import { describe, expect, it } from 'vitest';
import { issueReply } from '../../../src/lib/reply/reply.ts';
import { guide, permalink } from './guide.ts';

const ask = { locale: 'en', guide, permalink } as const;

describe('an issue reply', () => {
  it('gives message, cause, reason, fix, check and link, in this order', () => {
    const { markdown } = issueReply({ ...ask, cause: 'lint', context: { trainer: 'unsloth' } });
    const parts = [
      '```text\nSpindleError: spindle jammed at bobbin 7\n```',
      '**Likely cause:** Lint on the spindle. What you see: `lint_filter=False` in the config.',
      '**Because** lint collects.',
      '**Fix:** Clean it.',
      '```bash\nclean --unsloth\n```',
      '**Check that it worked:** `spin` prints `ok`.',
      '<https://example.org/e/spindle-jam/?with=unsloth#cause-lint>',
    ];
    const places = parts.map((part) => markdown.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('says the same without Markdown', () => {
    const { plain } = issueReply({ ...ask, cause: 'lint' });
    expect(plain).toContain('\n    SpindleError: spindle jammed at bobbin 7\n');
    expect(plain).toContain('Likely cause: Lint on the spindle.');
    expect(plain).toContain('Because lint collects.');
    expect(plain).toContain(': https://example.org/e/spindle-jam/#cause-lint\n');
    expect(plain).not.toMatch(/[`*<>]/);
  });

  it('speaks Chinese', () => {
    const { markdown, plain } = issueReply({ ...ask, locale: 'zh', fix: 'clean' });
    expect(markdown).toContain('**可能的原因：** 纺锤上有线头。看到的现象：');
    expect(plain).toContain('为什么：线头会积起来。');
    expect(markdown).toContain('SpindleError: spindle jammed at bobbin 7');
    expect(markdown).not.toMatch(/Likely|Because/);
  });

  it('names no cause where nothing decides, and says that there are several', () => {
    const { markdown } = issueReply(ask);
    expect(markdown).toContain('**What happened:** The spindle stopped. Clean it.');
    expect(markdown).toContain('several causes');
    expect(markdown).not.toContain('Likely cause');
    expect(markdown).toContain('**Fix:** Clean it.');
  });

  it('names the cause of a fix that has only one', () => {
    expect(issueReply({ ...ask, fix: 'clean' }).markdown).toContain('Lint on the spindle');
    expect(issueReply({ ...ask, fix: 'slow' }).markdown).not.toContain('Likely cause');
  });

  it('takes the code of the reporter’s set-up, and a sentence where there is none', () => {
    const codeFor = (context: object) => issueReply({ ...ask, fix: 'clean', context }).markdown;
    expect(codeFor({ gpu: 'hopper' })).toContain('clean --unsloth');
    expect(codeFor({ gpu: 'hopper', trainer: 'trl' })).toContain('clean --hopper');
    expect(codeFor({ gpu: 'ada', trainer: 'trl' })).toContain(
      'Clean it. Run the cleaner. (The code for this is behind the link.)',
    );
  });

  it('leaves a check to the guide where its code is left out', () => {
    const { markdown } = issueReply({ ...ask, fix: 'slow' });
    expect(markdown).toContain('**Workaround:** Slow down. Halve the speed.\n');
    expect(markdown).toContain('**Check that it worked:** with the code behind the link.\n');
    expect(markdown).not.toContain('Run the probe');
  });

  it('shows the code of a check where it is short', () => {
    const code = { language: 'python', lines: ['probe()'], trainer: [], gpu: [] } as const;
    const fixes = guide.fixes.map((fix) => ({ ...fix, checkCode: [code] }));
    const { markdown } = issueReply({ ...ask, guide: { ...guide, fixes }, fix: 'slow' });
    expect(markdown).toContain(
      '**Check that it worked:** Run the probe.\n\n```python\nprobe()\n```\n',
    );
  });

  it.each([
    ['SpindleError: jammed', 'SpindleError', 'SpindleError: jammed'],
    ['loom.SpindleError: jammed', 'loom.SpindleError', 'loom.SpindleError: jammed'],
    ['SpindleError: jammed', 'loom.SpindleError', 'SpindleError: jammed'],
    ['SpindleErrors happen', 'SpindleError', 'SpindleError: SpindleErrors happen'],
    ['jammed', 'loom.SpindleError', 'loom.SpindleError: jammed'],
    ['jammed', undefined, 'jammed'],
  ])('names the exception once: %s of %s', (headline, exception, message) => {
    const { markdown } = issueReply({ ...ask, guide: { ...guide, headline, exception } });
    expect(markdown).toContain(`\`\`\`text\n${message}\n\`\`\``);
  });

  it('links to the guide itself for a cause or fix that it does not have', () => {
    const { markdown } = issueReply({ ...ask, cause: 'gone', fix: '"><img>' });
    expect(markdown).toContain('<https://example.org/e/spindle-jam/>');
    expect(markdown).not.toContain('img');
  });
});
