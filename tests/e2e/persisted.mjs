/** What is known to be persisted: the one place that says so, for the kill test and the rig. */

/**
 * Gives every page of this context `recordPersisted(name, n)`, which tracks an event with `{ n }` and settles once `track()` says that
 * it is kept on disk.
 *
 * @param {import("playwright-core").BrowserContext} context
 */
export const watchPersisted = (context) =>
  context.addInitScript(() => {
    window.recordPersisted = async (name, n) => {
      const kept = await window.courtesy.track(name, { n });
      if (kept?.storage !== "indexeddb") throw new Error(`${name} ${n} is not kept: ${JSON.stringify(kept)}`);
    };
  });
