import { describe, expect, it } from 'vitest';
import { issueAddress } from '../../src/lib/issue-address.ts';

const draft = { title: 'a & b', body: 'line 1\n#2 `c`' };

describe('a prefilled issue', () => {
  it('of GitHub', () => {
    const url = new URL(issueAddress('https://github.com/you/tracebook', draft));
    expect(url.pathname).toBe('/you/tracebook/issues/new');
    expect(url.searchParams.get('title')).toBe(draft.title);
    expect(url.searchParams.get('body')).toBe(draft.body);
    expect(url.hash).toBe('');
  });

  it.each(['https://gitlab.com/you/tracebook', 'https://gitlab.example.org/you/tracebook'])(
    'of GitLab: %s',
    (repository) => {
      const url = new URL(issueAddress(repository, draft));
      expect(url.pathname).toBe('/you/tracebook/-/issues/new');
      expect(url.searchParams.get('issue[title]')).toBe(draft.title);
      expect(url.searchParams.get('issue[description]')).toBe(draft.body);
    },
  );
});
