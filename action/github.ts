/** The few calls of GitHub's REST API that the action makes, with its rules of waiting and trying again. */
import { ActionError } from './inputs.ts';

/** A clock that tests can replace. Milliseconds. */
export interface Clock {
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
}

export interface GitHubOptions {
  /** `https://api.github.com`, or that of an Enterprise server. */
  api: string;
  token: string;
  clock: Clock;
  log: (line: string) => void;
}

interface Call {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  body?: unknown;
}

/** How often a call is tried, and what a workflow may be made to wait for. */
const TRIES = 4;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 120_000;
const TIMEOUT = 20_000;

/** Whether a call may have worked although its answer says otherwise is not known. */
export class Uncertain extends Error {}

export class GitHub {
  readonly #options: GitHubOptions;

  constructor(options: GitHubOptions) {
    this.#options = options;
  }

  /** Repeats a call while GitHub asks to wait, is down or out of reach. For calls that may happen twice. */
  async repeat(call: Call): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(call, attempt);
      } catch (error) {
        if (!(error instanceof Uncertain)) throw error;
        await this.pause(attempt, error);
      }
    }
  }

  /** One call; waits and tries again only where GitHub did not take it. Throws `Uncertain` where it may have. */
  async once({ method, path, body }: Call, tried = 1): Promise<unknown> {
    for (let attempt = tried; ; attempt += 1) {
      const response = await this.#send(method, path, body);
      if (response.ok) return response.status === 204 ? undefined : await json(response);
      const wait = this.#waitAsked(response);
      if (wait === undefined) {
        if (response.status >= 500) throw new Uncertain(`GitHub answered ${response.status}`);
        throw new ActionError(refusal(method, path, response.status));
      }
      if (attempt >= TRIES || wait > LONGEST_PAUSE)
        throw new ActionError(
          'the rate limit of the token is used up: run the workflow again later',
        );
      this.#options.log(`GitHub asks to wait ${Math.ceil(wait / 1000)} s`);
      await this.#options.clock.sleep(wait);
    }
  }

  /** Waits before the next try, longer each time. Throws an ActionError after the last. */
  async pause(attempt: number, error: Error): Promise<void> {
    if (attempt >= TRIES) throw new ActionError(`${error.message}, ${TRIES} times`);
    this.#options.log(`${error.message}; trying again`);
    await this.#options.clock.sleep(FIRST_PAUSE * 2 ** (attempt - 1));
  }

  async #send(method: string, path: string, body: unknown): Promise<Response> {
    const { api, token } = this.#options;
    try {
      return await fetch(api + path, {
        ...{ method, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT) },
        headers: {
          accept: 'application/vnd.github+json',
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'user-agent': 'tracebook-action',
          'x-github-api-version': '2022-11-28',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      // The cause may name the headers; nothing of it is shown.
      throw new Uncertain('GitHub could not be reached');
    }
  }

  /** Milliseconds that a rate limit asks for, or undefined where the answer is no rate limit. */
  #waitAsked({ status, headers }: Response): number | undefined {
    if (status !== 403 && status !== 429) return undefined;
    const after = Number(headers.get('retry-after') ?? Number.NaN);
    if (Number.isFinite(after)) return Math.max(0, after * 1000);
    if (headers.get('x-ratelimit-remaining') === '0') {
      const reset = Number(headers.get('x-ratelimit-reset') ?? 0) * 1000;
      return Math.max(0, reset - this.#options.clock.now());
    }
    // A secondary limit without numbers: GitHub asks for at least a minute.
    return status === 429 ? 60_000 : undefined;
  }
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new Uncertain('GitHub sent no JSON');
  }
}

function refusal(method: string, path: string, status: number): string {
  const hints: Readonly<Record<number, string>> = {
    401: ': the token is not valid',
    403: ': the job needs "permissions: issues: write"',
    404: ': the token sees no such issue',
    410: ': the issue was deleted, or issues are turned off',
    422: ': GitHub finds the request unusable',
  };
  return `GitHub refused ${method} ${path.split('?')[0] ?? ''} with ${status}${hints[status] ?? ''}`;
}
