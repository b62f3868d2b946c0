import { describe, expect, it } from 'vitest';
import { readGuides } from '../../src/authoring/read-guides.ts';
import { replyGuide } from '../../src/authoring/reply-guide.ts';
import { isWritten } from '../../src/authoring/written.ts';
import { withoutBackticks } from '../../src/lib/inline-code.ts';
import { locales } from '../../src/lib/locale.ts';
import { issueReply } from '../../src/lib/reply/reply.ts';

const guides = readGuides('content').guides.filter(isWritten).map(replyGuide);

describe.each(guides)('a reply about $slug', (guide) => {
  const { verdict, causes, fixes } = guide;

  it('names its exception once, or its headline where there is none', () => {
    const { plain } = issueReply({ locale: 'en', guide, permalink: 'https://example.org/e/x/' });
    const [, , message = ''] = plain.split('\n');
    const name = guide.exception?.split('.').at(-1) ?? guide.headline;
    expect(message.split(name), message).toHaveLength(2);
  });

  it('tells of no code that it does not show', () => {
    const withCode = fixes.filter(({ checkHasCode }) => checkHasCode);
    for (const { id, check, checkCode } of withCode) {
      for (const locale of locales) {
        const asked = { locale, guide, permalink: 'https://example.org/e/x/', fix: id };
        const { plain } = issueReply(asked);
        const lines = checkCode[0]?.lines ?? [];
        expect(plain.includes(withoutBackticks(check[locale])), id).toBe(lines.length > 0);
        for (const line of lines) expect(plain, id).toContain(line);
      }
    }
  });

  it.each(locales)('has a verdict, a reason for each cause, a check for each fix: %s', (locale) => {
    // An article that labels its paragraphs otherwise leaves a reply with nothing to say.
    const wanted = [
      ['verdict', verdict[locale]],
      ...causes.map(({ id, because }) => [`cause ${id}`, because[locale]]),
      ...fixes.map(({ id, check }) => [`fix ${id}`, check[locale]]),
    ] as const;
    for (const [owner, text] of wanted) {
      expect(text, owner).toMatch(/[.!?`。！？]$/);
      expect(text, owner).not.toMatch(/\]\(|\*\*|undefined/);
    }
  });

  it('quotes at most three lines of code, and a sentence or the code for each fix', () => {
    for (const { id, code, how, hasCode } of fixes) {
      for (const { lines } of code) expect(lines.length, id).toBeLessThanOrEqual(3);
      expect(hasCode || how.en !== '', id).toBe(true);
    }
  });
});
