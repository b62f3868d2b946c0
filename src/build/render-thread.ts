import { Worker } from 'node:worker_threads';

export interface RenderSetting {
  root: string;
  contentDir: string;
  /** Address of the module that Astro has built to render all pages. */
  entry: string;
}

export interface WantedPage {
  id: number;
  url: string;
  /** Pattern of its route. */
  route: string;
}

export interface RenderedPage {
  id: number;
  headers?: [name: string, value: string][];
  /** Absent where the page could not be rendered. */
  body?: ArrayBuffer;
}

type Settle = (response: Response | undefined) => void;

/** A thread that renders pages. */
export class RenderThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Settle>();
  #isReady = false;
  #asked = 0;

  /** `onFailure` is told why the thread has ended before it was stopped. */
  constructor(setting: RenderSetting, onFailure: (error: Error) => void) {
    const program = new URL('../threads/render.ts', import.meta.url);
    this.#worker = new Worker(program, { workerData: setting })
      .on('message', (message: 'ready' | RenderedPage) => {
        if (message === 'ready') this.#isReady = true;
        else this.#settle(message);
      })
      .on('error', (error: Error) => {
        this.#isReady = false;
        for (const id of this.#waiting.keys()) this.#settle({ id });
        onFailure(error);
      });
  }

  /** How many pages it has still to render; infinite before it can and after it has failed. */
  get load(): number {
    return this.#isReady ? this.#waiting.size : Number.POSITIVE_INFINITY;
  }

  /** Resolves to undefined where the page must be rendered elsewhere. */
  render(url: string, route: string): Promise<Response | undefined> {
    const id = this.#asked++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#worker.postMessage({ id, url, route } satisfies WantedPage);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle({ id, headers, body }: RenderedPage): void {
    this.#waiting.get(id)?.(body && new Response(body, { headers: headers ?? [] }));
    this.#waiting.delete(id);
  }
}
