/** Content is text: an article names components and imports nothing. */
import type { Source, Violation } from './source.ts';

/** Judges an article; code fences may show imports. */
export function checkContent({ path, text }: Source): Violation[] {
  const violations: Violation[] = [];
  let fence: string | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined) {
      if (fence === undefined) fence = mark;
      else if (mark.startsWith(fence)) fence = undefined;
    } else if (fence === undefined && /^(import|export)\s+[\w{*'"]/.test(line)) {
      const message = 'remove it: components are named, not imported (src/components/mdx.ts)';
      violations.push({ path, line: index + 1, rule: 'content imports nothing', message });
    }
  }
  return violations;
}
