import { describe, expect, it } from 'vitest';
import { readArticle } from '../../src/authoring/read-article.ts';

const frontMatter = "---\ntitle: 标题\ndescription: 'd'\n---\n\n";
const read = (body: string) => {
  const { article } = readArticle('zh.mdx', 'zh', frontMatter + body);
  return article!.markdown;
};
const proseOf = (body: string) => read(`<Cause id="a">\n\n${body}\n\n</Cause>\n`).parts[0]?.blocks;

describe('articleMarkdown', () => {
  it('splits a section at its snippets and samples', () => {
    const { parts } = read(
      '<Fix id="x">\n\n先 **升级**。\n\n<Snippet region="fix-x" />\n\n<Sample>\n\n```bash\nls {a}\n```\n\n</Sample>\n\n完。\n\n</Fix>\n',
    );
    expect(parts).toEqual([
      {
        component: 'Fix',
        id: 'x',
        blocks: [
          { kind: 'prose', markdown: '先 **升级**。' },
          { kind: 'snippet', region: 'fix-x' },
          { kind: 'sample', markdown: '```bash\nls {a}\n```' },
          { kind: 'prose', markdown: '完。' },
        ],
      },
    ]);
  });

  it('numbers links, each address once, and leaves anchors of the page alone', () => {
    const body = '看 [`a` 的源码](https://x.test/(1))、[这里](#fix-x)。';
    const { parts, links } = read(
      `<Cause id="a">\n\n${body}\n\n</Cause>\n\n<Cause id="b">\n\n- [再看](https://x.test/(1))\n- [别处](../b/ "题")\n\n</Cause>\n`,
    );
    expect(links).toEqual(['https://x.test/(1)', '../b/']);
    expect(parts.map(({ blocks }) => blocks)).toEqual([
      [{ kind: 'prose', markdown: '看 [`a` 的源码][1]、[这里](#fix-x)。' }],
      [{ kind: 'prose', markdown: '- [再看][1]\n- [别处][2]' }],
    ]);
  });

  it('keeps tables, lists and code as they were written', () => {
    const body = '| 甲 | 乙 |\n| --- | --- |\n| `a` | [x](#y) |\n\n1. 一\n   - 二';
    expect(proseOf(body)).toEqual([{ kind: 'prose', markdown: body }]);
  });

  it('sets the headings of an entry below its own', () => {
    expect(proseOf('### 细节 {#detail}\n\n文。')).toEqual([
      { kind: 'prose', markdown: '#### 细节 {#detail}\n\n文。' },
    ]);
  });

  it('leaves remarks out and unwraps what it does not know', () => {
    expect(proseOf('甲{/* 内部备注 */}乙\n\n{/* 另一条 */}\n\n<Odd>\n\n丙\n\n</Odd>')).toEqual([
      { kind: 'prose', markdown: '甲乙\n\n\n\n丙' },
    ]);
  });
});
