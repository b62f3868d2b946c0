import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitHubDouble } from './github-double.ts';
import { act, event, message, token } from './run-action.ts';

const known = event({ body: message });

let github: GitHubDouble;
let api: string;
beforeEach(async () => {
  github = new GitHubDouble();
  api = await github.start();
});
afterEach(() => github.stop());

describe('events', () => {
  it.each(['pull_request_target', 'pull_request', 'issue_comment', 'workflow_run', 'push', ''])(
    'refuses %s before it calls anybody',
    async (name) => {
      const { error } = await act(api, known, { GITHUB_EVENT_NAME: name });
      expect(error).toContain('"issues" only');
      expect(github.calls()).toEqual([]);
    },
  );

  it.each([
    ['null', null],
    ['a string', 'x'],
    ['no repository', { action: 'opened', issue: { number: 7 } }],
    ['a path for a repository', { ...known, repository: { full_name: '../../user' } }],
    ['a number that is none', event({ number: '7/../8' })],
    ['a number below one', event({ number: 0 })],
  ])('refuses a payload with %s', async (_, payload) => {
    expect((await act(api, payload)).error).toContain('the event');
    expect(github.calls()).toEqual([]);
  });

  it.each([
    ['a closed issue', { ...known, action: 'closed' }],
    ['a pull request', event({ body: message, pull_request: { url: 'x' } })],
  ])('does nothing on %s', async (_, payload) => {
    const { error, outputs } = await act(api, payload);
    expect([error, outputs?.guide]).toEqual([undefined, '']);
    expect(github.calls()).toEqual([]);
  });
});

describe('inputs', () => {
  it.each([
    ['INPUT_TOKEN', '', /"token"/],
    ['INPUT_MODE', 'delete', /"mode" must be one of comment, label, both/],
    ['INPUT_LANGUAGE', 'fr', /"language"/],
    ['INPUT_MINIMUM', 'related', /"minimum"/],
    ['INPUT_DRY-RUN', 'yes', /"dry-run"/],
    ['INPUT_LABEL', 'x'.repeat(51), /"label"/],
    ['INPUT_SITE', '', /"site"/],
    ['INPUT_SITE', 'http://example.org', /"site"/],
    ['INPUT_SITE', 'javascript:alert(1)', /"site"/],
  ])('refuses %s=%s', async (name, value, complaint) => {
    expect((await act(api, known, { [name]: value })).error).toMatch(complaint);
    expect(github.calls()).toEqual([]);
  });
});

describe('a GitHub that has trouble', () => {
  it('is asked again after 5xx, later each time', async () => {
    for (const status of [500, 502, 503]) github.faults.push({ method: 'GET', status });
    const { error, pauses } = await act(api, known);
    expect(error).toBeUndefined();
    expect(pauses).toEqual([1, 2, 4]);
    expect(github.comments).toHaveLength(1);
  });

  it('is left alone after the fourth failure', async () => {
    for (let at = 0; at < 9; at += 1) github.faults.push({ method: 'GET', status: 503 });
    const { error } = await act(api, known);
    expect(error).toBe('GitHub answered 503, 4 times');
    expect(github.calls()).toHaveLength(4);
  });

  it.each([
    ['after', 'was stored and its answer lost'],
    ['before', 'never arrived'],
  ] as const)('gets one comment where the connection broke %s it', async (breaks, _) => {
    github.faults.push({ method: 'POST', breaks });
    const { error } = await act(api, known);
    expect(error).toBeUndefined();
    expect(github.comments).toHaveLength(1);
  });

  it('gets one comment where the answer to it is no JSON', async () => {
    github.faults.push({ method: 'POST', raw: '<html>unicorn</html>' });
    expect((await act(api, known)).error).toBeUndefined();
    expect(github.comments).toHaveLength(1);
  });

  it('that cannot be reached ends in one line without the token', async () => {
    await github.stop();
    const { error, pauses } = await act(api, known);
    expect(error).toBe('GitHub could not be reached, 4 times');
    expect(error).not.toContain(token);
    expect(pauses).toEqual([1, 2, 4]);
  });
});

describe('a rate limit', () => {
  it.each([
    ['retry-after', 429, { 'retry-after': '7' }, 7],
    ['retry-after of a secondary limit', 403, { 'retry-after': '30' }, 30],
    ['its reset', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1000045' }, 45],
    ['a minute without numbers', 429, {}, 60],
  ] as const)('is waited out: %s', async (_, status, headers, seconds) => {
    github.faults.push({ method: 'POST', status, headers });
    const { error, pauses } = await act(api, known);
    expect([error, pauses]).toEqual([undefined, [seconds]]);
    expect(github.comments).toHaveLength(1);
  });

  it.each([
    ['is too far', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1003600' }],
    ['asks for an hour', { 'retry-after': '3600' }],
  ])('ends the run where its end %s', async (_, headers) => {
    github.faults.push({ method: 'GET', status: 403, headers });
    const { error, pauses } = await act(api, known);
    expect(error).toContain('rate limit');
    expect(pauses).toEqual([]);
  });

  it('is not waited out for ever', async () => {
    for (let at = 0; at < 9; at += 1)
      github.faults.push({ method: 'GET', status: 429, headers: { 'retry-after': '1' } });
    expect((await act(api, known)).error).toContain('rate limit');
    expect(github.calls()).toHaveLength(4);
  });
});

describe('a refusal', () => {
  it.each([
    [401, 'the token is not valid'],
    [403, 'issues: write'],
    [404, 'no such issue'],
    [410, 'deleted'],
    [422, 'unusable'],
    [301, 'refused'],
  ])('with %i is final and says what to do', async (status, hint) => {
    github.faults.push({ method: 'POST', status });
    const { error, pauses } = await act(api, known);
    expect(error).toContain(hint);
    expect(error).not.toContain(token);
    expect(pauses).toEqual([]);
    expect(github.comments).toEqual([]);
  });
});
