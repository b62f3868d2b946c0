import { describe, expect, it } from 'vitest';
import { articleData, dataBlock } from '../../src/lib/structured-data.ts';

describe('dataBlock', () => {
  it('cannot be ended by what it holds', () => {
    const headline = 'a </script><script>alert(1)</script> <!-- b';
    const text = dataBlock({ headline });
    expect(text).not.toContain('<');
    expect(JSON.parse(text)).toEqual({ headline });
  });
});

describe('articleData', () => {
  it('numbers the way to the page; the page itself has no address', () => {
    const facts = {
      ...{ headline: 'h', url: 'https://x.test/', lang: 'en', image: 'https://x.test/a.png' },
      ...{ published: '2026-10-01', updated: '2026-11-24' },
    };
    const data = articleData(facts, [{ name: 'Guides', url: 'https://x.test/g' }, { name: 'h' }]);
    expect(data).toMatchObject({
      '@graph': [
        { '@type': 'TechArticle', datePublished: '2026-10-01', dateModified: '2026-11-24' },
        {
          itemListElement: [
            { '@type': 'ListItem', position: 1, name: 'Guides', item: 'https://x.test/g' },
            { '@type': 'ListItem', position: 2, name: 'h' },
          ],
        },
      ],
    });
  });
});
