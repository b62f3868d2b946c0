import { ActionError } from './inputs.ts';

/** The issue that started the workflow. */
export interface Issue {
  /** `owner/name`. */
  repository: string;
  number: number;
  title: string;
  body: string;
  /** Names of its labels. */
  labels: readonly string[];
}

/** Events that bring a text of an issue. */
const ACTIONS = ['opened', 'edited', 'reopened'];
/** What GitHub allows a body to have; a payload with more is not GitHub's. */
const LONGEST_BODY = 65_536;

/**
 * The issue of an `issues` event, or the reason why there is nothing to do. Throws an ActionError for every other
 * event: a comment made on `pull_request_target` or `issue_comment` would run with rights that strangers can use.
 */
export function readIssue(name: string | undefined, payload: unknown): Issue | string {
  if (name !== 'issues')
    throw new ActionError(`this action answers the event "issues" only, not "${plain(name)}"`);
  const event = record(payload);
  const issue = record(event['issue']);
  const repository = record(event['repository'])['full_name'];
  const { number, title, body } = issue;
  if (typeof repository !== 'string' || !/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw new ActionError('the event names no repository');
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1)
    throw new ActionError('the event holds no issue');
  const action = event['action'];
  if (typeof action !== 'string' || !ACTIONS.includes(action))
    return `nothing to do when an issue is ${plain(action)}`;
  if (issue['pull_request'] !== undefined) return 'nothing to do on a pull request';
  const labels = Array.isArray(issue['labels']) ? (issue['labels'] as unknown[]) : [];
  return {
    ...{ repository, number },
    title: typeof title === 'string' ? title : '',
    body: typeof body === 'string' ? body.slice(0, LONGEST_BODY) : '',
    labels: labels
      .map((label) => record(label)['name'])
      .filter((label) => typeof label === 'string'),
  };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value.replace(/[^\w-]/g, '').slice(0, 40) : 'nothing';
}
