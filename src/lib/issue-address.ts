/** What a new issue begins with; whoever opens it can still change everything. */
export interface IssueDraft {
  title: string;
  body: string;
}

/** Address of a prefilled issue of a repository on GitHub or GitLab. Nothing is sent before the reader opens it. */
export function issueAddress(repository: string, { title, body }: IssueDraft): string {
  const isGitLab = /(?:^|\.)gitlab\./.test(new URL(repository).hostname);
  const path = isGitLab ? '/-/issues/new' : '/issues/new';
  const query = isGitLab ? { 'issue[title]': title, 'issue[description]': body } : { title, body };
  return `${repository}${path}?${new URLSearchParams(query).toString()}`;
}
