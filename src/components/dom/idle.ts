/** Milliseconds after which a task is run on a page that is never idle. */
const PATIENCE = 2000;

/** Runs a task when the browser has nothing better to do, but not too late. */
export function whenIdle(task: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(task, { timeout: PATIENCE });
  else setTimeout(task); // Safari before 26.
}
