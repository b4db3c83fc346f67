/**
 * When the gate lets something in: after the paint that shows the visitor's act, and in pieces.
 *
 * Place in the flow: between a yes and its effects. All that a page loads on one press of "Accept" in one task is what makes that
 * press feel slow (INP), so each node gets a task of its own.
 */

/** A hidden tab paints nothing: then this is long enough. */
const PAINT_MS = 100;
/** A page that is never idle gets on with it. */
const IDLE_MS = 200;

/** After the next paint. */
export const painted = (): Promise<unknown> =>
  new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, PAINT_MS);
  });

/** A task of its own, when the browser has nothing better to do. */
export const idle = (): Promise<unknown> =>
  new Promise((done) => {
    // Safari has none, but may have an element of that name.
    if (typeof window.requestIdleCallback === "function") requestIdleCallback(done, { timeout: IDLE_MS });
    else setTimeout(done);
  });
