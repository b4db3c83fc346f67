/**
 * Gathers what comes while a write is under way into the next one: ClickHouse wants few large inserts, and each costs it a part on disk.
 *
 * One write at a time, so nothing can overtake. All who share a write share its fate; nobody waits for more than the present
 * write and one more, as long as a group holds what has come.
 */

/** What one insert may hold. A sender's batch is never divided, so a group may be larger by one batch. */
const MAX_ROWS = 20_000;

/**
 * @template Row, Result
 * @param {(batches: Row[][]) => Promise<Result[]>} write  One result for each batch, in their order.
 * @returns {{ add: (rows: Row[]) => Promise<Result>, idle: () => Promise<void> }}
 */
export function createGroupedWrites(write) {
  /** @type {{ rows: Row[], resolve: (result: Result) => void, reject: (error: unknown) => void }[]} */
  const waiting = [];
  /** @type {Promise<void> | undefined} */
  let running;

  function nextGroup() {
    let rows = 0;
    const end = waiting.findIndex((batch) => (rows += batch.rows.length) >= MAX_ROWS);
    return waiting.splice(0, end === -1 ? waiting.length : end + 1);
  }

  async function run() {
    while (waiting.length > 0) {
      const group = nextGroup();
      try {
        const results = await write(group.map((batch) => batch.rows));
        group.forEach((batch, place) => batch.resolve(results[place]));
      } catch (error) {
        for (const batch of group) batch.reject(error);
      }
    }
    running = undefined;
  }

  return {
    add: (rows) =>
      new Promise((resolve, reject) => {
        waiting.push({ rows, resolve, reject });
        running ??= run();
      }),
    async idle() {
      await running;
    },
  };
}
