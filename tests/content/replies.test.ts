import { describe, expect, it } from 'vitest';
import { readGuides } from '../../src/authoring/read-guides.ts';
import { replyGuide } from '../../src/authoring/reply-guide.ts';
import { isWritten } from '../../src/authoring/written.ts';
import { locales } from '../../src/lib/locale.ts';

const guides = readGuides('content').guides.filter(isWritten).map(replyGuide);

describe.each(guides)('a reply about $slug', ({ verdict, causes, fixes }) => {
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
