import { answerTo, localeOf, type ActionData, type Answer } from './answer.ts';
import { addLabel, publish, replace } from './comment.ts';
import { readIssue, type Issue } from './event.ts';
import { GitHub, type Clock } from './github.ts';
import { readInputs } from './inputs.ts';
import { words } from './words-table.ts';

/** What one run of the action is given. */
export interface Run {
  env: Readonly<Record<string, string | undefined>>;
  /** The event's payload, as GitHub wrote it. */
  payload: unknown;
  data: ActionData;
  clock: Clock;
  log: (line: string) => void;
}

/** The action's outputs, by name. */
export type Outputs = Record<'guide' | 'group' | 'cause' | 'link', string>;

/** Answers the issue of the event. Throws an ActionError where the workflow must be put right. */
export async function run({ env, payload, data, clock, log }: Run): Promise<Outputs> {
  const issue = readIssue(env['GITHUB_EVENT_NAME'], payload);
  if (typeof issue === 'string') {
    log(issue);
    return outputsOf(undefined);
  }
  const inputs = readInputs(env, data.site);
  const answer = answerTo(issue, data, inputs);
  const api = env['GITHUB_API_URL'] || 'https://api.github.com';
  const github = new GitHub({ api, token: inputs.token, clock, log });
  log(answer ? `${answer.hit.group}: ${answer.link}` : 'no guide is certain enough to answer with');
  if (inputs.isDryRun) {
    if (answer) log(`dry run: would ${inputs.mode === 'both' ? 'comment and label' : inputs.mode}`);
    return outputsOf(answer);
  }
  if (inputs.mode !== 'label') {
    const done = await say(github, issue, inputs.author, answer, inputs.language);
    log(`comment: ${done}`);
  }
  if (answer && inputs.mode !== 'comment') {
    await addLabel(github, issue, inputs.label);
    log('label: set');
  }
  return outputsOf(answer);
}

/** Comments, or takes back what stood there before the issue was edited. */
async function say(
  github: GitHub,
  issue: Issue,
  author: string,
  answer: Answer | undefined,
  language: 'auto' | 'en' | 'zh',
): Promise<string> {
  if (answer) return publish(github, issue, author, answer.markdown);
  const locale = language === 'auto' ? localeOf(`${issue.title}\n${issue.body}`) : language;
  return replace(github, issue, author, words[locale].withdrawn);
}

function outputsOf(answer: Answer | undefined): Outputs {
  const { slug = '', group = '', cause = null } = answer?.hit ?? {};
  return { guide: slug, group, cause: cause ?? '', link: answer?.link ?? '' };
}
