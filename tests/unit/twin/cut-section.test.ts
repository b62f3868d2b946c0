import { describe, expect, it } from 'vitest';
import { cutSection, twinHeadings } from '../../../src/lib/twin/cut-section.ts';

const twin = `---
id: "port-busy"
permalink: "https://x.test/e/port-busy/"
---

# \`Address already in use\`

## Root cause {#root-cause}

### Cause 1 · A \`stale\` worker {#cause-stale}

It [never ended][2]: [stop it](#fix-kill).

\`\`\`bash
# Stop it {#cause-fake}
kill 1
\`\`\`

#### Which one {#which-one}

More.

### Cause 2 · Another run {#cause-other}

See [the source][1].

## Solutions {#solutions}

### Fix 1 · Kill it {#fix-kill}

Done.

[1]: https://a.test/1
[2]: https://a.test/2
`;

describe('twinHeadings', () => {
  it('lists what has an anchor, and no comment of a program', () => {
    expect(twinHeadings(twin).map(({ anchor, depth }) => [anchor, depth])).toEqual([
      ['root-cause', 2],
      ['cause-stale', 3],
      ['which-one', 4],
      ['cause-other', 3],
      ['solutions', 2],
      ['fix-kill', 3],
    ]);
    expect(twinHeadings(twin)[1]?.text).toBe('Cause 1 · A `stale` worker');
  });
});

describe('cutSection', () => {
  it('takes a cause with its parts, what it cites and where it is from', () => {
    expect(cutSection(twin, 'cause-stale')).toBe(`### Cause 1 · A \`stale\` worker

It [never ended][2]: [stop it](https://x.test/e/port-busy/#fix-kill).

\`\`\`bash
# Stop it {#cause-fake}
kill 1
\`\`\`

#### Which one

More.

[2]: https://a.test/2

https://x.test/e/port-busy/#cause-stale
`);
  });

  it('takes a section with all that is below it, and nothing of the next', () => {
    const section = cutSection(twin, 'root-cause');
    expect(section).toContain('### Cause 2');
    expect(section).not.toContain('Solutions');
    expect(section).toContain('[1]: https://a.test/1\n[2]: https://a.test/2\n');
  });

  it('leaves the addresses out of the last section, which they follow', () => {
    expect(cutSection(twin, 'fix-kill')).toBe(
      '### Fix 1 · Kill it\n\nDone.\n\nhttps://x.test/e/port-busy/#fix-kill\n',
    );
  });

  it.each(['', 'cause-fake', 'nothing', '.*'])('knows no section "%s"', (anchor) => {
    expect(cutSection(twin, anchor)).toBeUndefined();
  });
});
