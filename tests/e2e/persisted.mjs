/**
 * What is known to be persisted: the one place that says so, for the kill test and the rig.
 *
 * `track()` resolves when its event is stored. Where it gives no promise, the page's own IndexedDB tells: an event is stored when
 * a transaction has completed that put a row with its number. Looking into the database afterwards would not do, for what was
 * sent and answered meanwhile is deleted.
 */

/**
 * Gives every page of this context `recordPersisted(name, n)`, which tracks an event with `{ n }` and resolves once it is stored.
 *
 * @param {import("playwright-core").BrowserContext} context
 */
export const watchPersisted = (context) =>
  context.addInitScript(() => {
    const waiting = new Map();
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...row) {
      const n = /"n":(\d+)/.exec(typeof row[0] === "string" ? row[0] : JSON.stringify(row[0]))?.[1];
      if (n) this.transaction.addEventListener("complete", () => waiting.get(Number(n))?.());
      return put.apply(this, row);
    };
    window.recordPersisted = async (name, n) => {
      const stored = new Promise((resolve) => waiting.set(n, resolve));
      const answer = window.courtesy.track(name, { n });
      await (answer instanceof Promise ? answer : stored);
      waiting.delete(n);
    };
  });
