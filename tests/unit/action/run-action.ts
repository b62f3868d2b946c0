/** Runs the action in this process against a double of GitHub, with a clock that does not wait. */
import { run, type Outputs } from '../../../action/run.ts';
import { guide } from '../reply/guide.ts';
import { signature } from '../finder/signature.ts';

export const token = 'ghs_secretSecretSecretSecret';
export const message = 'SpindleError: spindle jammed at bobbin 7 of the warping machine';

/** An `issues` event in the shape of docs.github.com/en/webhooks/webhook-events-and-payloads#issues. */
export function event(issue: object, action = 'opened'): object {
  return {
    action,
    issue: {
      url: 'https://api.github.com/repos/octo/loom/issues/7',
      ...{
        id: 1,
        node_id: 'I_1',
        number: 7,
        title: 'Training stops',
        state: 'open',
        locked: false,
      },
      ...{
        user: { login: 'reporter', id: 2, type: 'User' },
        labels: [],
        assignees: [],
        comments: 0,
      },
      ...{ author_association: 'NONE', body: null },
      ...issue,
    },
    repository: { id: 3, name: 'loom', full_name: 'octo/loom', private: false },
    sender: { login: 'reporter', id: 2, type: 'User' },
  };
}

const wording = 'SpindleError: spindle jammed at bobbin {number} of the warping machine';
const data = {
  signatures: [
    signature({
      ...{ slug: 'spindle-jam', state: 'written', messages: [{ template: wording }] },
      causes: [{ id: 'lint', frames: [], text: ['lint_filter=False'], versions: {}, gpu: [] }],
    }),
    signature({
      ...{ slug: 'loom-launcher', state: 'written', tier: 'wrapper' },
      messages: [{ template: 'the loom launcher reports a failed spindle process' }],
    }),
    signature({
      slug: 'shuttle-lost',
      messages: [{ template: 'the shuttle vanished between heddle and reed' }],
    }),
  ],
  replies: [guide, { ...guide, slug: 'loom-launcher' }],
};

export interface Result {
  outputs?: Outputs;
  error?: string;
  log: string[];
  /** Pauses that it asked for, in seconds. */
  pauses: number[];
}

/** One run; the clock stands at 1,000,000 s and moves only when the action sleeps. */
export async function act(
  api: string,
  payload: unknown,
  env: Record<string, string> = {},
): Promise<Result> {
  const [log, pauses]: [string[], number[]] = [[], []];
  let now = 1_000_000_000;
  const result: Result = { log, pauses };
  try {
    result.outputs = await run({
      env: {
        ...{ GITHUB_EVENT_NAME: 'issues', GITHUB_API_URL: api, INPUT_TOKEN: token },
        INPUT_SITE: 'https://example.org/book',
        ...env,
      },
      ...{ payload, data },
      clock: {
        now: () => now,
        sleep: (milliseconds) => {
          now += milliseconds;
          pauses.push(milliseconds / 1000);
          return Promise.resolve();
        },
      },
      log: (line) => log.push(line),
    });
  } catch (error) {
    result.error = (error as Error).message;
  }
  return result;
}
