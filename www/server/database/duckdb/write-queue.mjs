/**
 * Runs writes one after the other, in the order in which they were asked for.
 *
 * All writes share one connection, and a transaction belongs to a connection: two at a time would end up inside each
 * other. It knows nothing of what it runs, and a task that fails does not hold up the next.
 */

/**
 * @returns {{ run: <T>(task: () => Promise<T>) => Promise<T>, idle: () => Promise<void> }}
 *   `run` settles as its task does; `idle` resolves when all tasks given so far have ended.
 */
export function createWriteQueue() {
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  return {
    run(task) {
      const done = last.then(task);
      last = done.catch(() => {});
      return done;
    },
    async idle() {
      await last;
    },
  };
}
