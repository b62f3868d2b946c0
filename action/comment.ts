import { Uncertain, type GitHub } from './github.ts';
import type { Issue } from './event.ts';

/** Begins every comment of the action; nobody sees it. */
export const marker = '<!-- tracebook-answer -->';

interface Comment {
  id: number;
  body: string;
}

const PER_PAGE = 100;
/** An issue with more comments than this has people at work. */
const MOST_PAGES = 30;

/**
 * Makes the action's comment say this: updates its own one, or writes the first. Never a second: before every try to
 * write, what is there is read again, because an answer that was lost may have been written.
 */
export async function publish(
  github: GitHub,
  issue: Issue,
  author: string,
  text: string,
): Promise<'created' | 'updated' | 'unchanged'> {
  const body = `${marker}\n${text}`;
  for (let attempt = 1; ; attempt += 1) {
    const own = await ownComment(github, issue, author);
    if (own) return update(github, issue, own, body);
    try {
      await github.once({ method: 'POST', path: `${issuePath(issue)}/comments`, body: { body } });
      return 'created';
    } catch (error) {
      if (!(error instanceof Uncertain)) throw error;
      await github.pause(attempt, error);
    }
  }
}

/** Replaces the action's comment where there is one. */
export async function replace(
  github: GitHub,
  issue: Issue,
  author: string,
  text: string,
): Promise<'updated' | 'unchanged' | 'absent'> {
  const own = await ownComment(github, issue, author);
  return own ? update(github, issue, own, `${marker}\n${text}`) : 'absent';
}

/** Adds a label; one that is there stays. */
export async function addLabel(github: GitHub, issue: Issue, label: string): Promise<void> {
  if (issue.labels.some((name) => name.toLowerCase() === label.toLowerCase())) return;
  const path = `${issuePath(issue)}/labels`;
  await github.repeat({ method: 'POST', path, body: { labels: [label] } });
}

async function update(
  github: GitHub,
  issue: Issue,
  own: Comment,
  body: string,
): Promise<'updated' | 'unchanged'> {
  if (own.body.trim().replaceAll('\r\n', '\n') === body.trim()) return 'unchanged';
  const path = `/repos/${issue.repository}/issues/comments/${own.id}`;
  await github.repeat({ method: 'PATCH', path, body: { body } });
  return 'updated';
}

/** The oldest comment that carries the marker and is by the action: anybody may write the marker. */
async function ownComment(
  github: GitHub,
  issue: Issue,
  author: string,
): Promise<Comment | undefined> {
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const path = `${issuePath(issue)}/comments?per_page=${PER_PAGE}&page=${page}`;
    const comments = await github.repeat({ method: 'GET', path });
    if (!Array.isArray(comments)) return undefined;
    const own = comments.map(readComment).find((one) => one.author === author && isMarked(one));
    if (own) return own;
    if (comments.length < PER_PAGE) return undefined;
  }
  return undefined;
}

function isMarked({ body }: Comment): boolean {
  return body.startsWith(marker);
}

function readComment(value: unknown): Comment & { author: string | undefined } {
  const { id, body, user } = value as {
    id: number;
    body?: string | null;
    user?: { login?: string } | null;
  };
  return { id, body: body ?? '', author: user?.login };
}

function issuePath({ repository, number }: Issue): string {
  return `/repos/${repository}/issues/${number}`;
}
