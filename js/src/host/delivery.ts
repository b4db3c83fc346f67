/**
 * The functions of granted.js, by the names under which the Wasm imports them. Before it is there the engine needs of them only that
 * a no is carried out.
 */
import type { granted } from "../granted.js";
import type { ConsentView, KeptEvent } from "../types.js";
import type { Autocapture } from "./captures.js";
import type { look as lookAt } from "./hooks.js";
import type * as network from "./network.js";
import type * as outbox from "./outbox.js";
import type * as sender from "./sender.js";

export let armPost: typeof network.armPost;
export let beacon: typeof network.beacon;
export let begin: typeof outbox.begin;
export let commit: typeof outbox.commit;
export let look: typeof lookAt;
export let openQueue: typeof outbox.openQueue;
export let post: typeof network.post;
export let postLater: typeof network.postLater;
export let put: typeof outbox.put;
export let readRows: typeof outbox.readRows;
export let relay: typeof outbox.relay;
export let relayRow: typeof outbox.relayRow;
export let stand: typeof sender.stand;
export let stash: typeof outbox.stash;
export let capture: (consent: ConsentView, wanted: Autocapture | undefined) => void = () => {};
export let giveUp = () => {};
export let heed: (told: unknown[]) => void = () => {};
export let withdraw = () => {};
export let whenKept: (id: unknown) => Promise<KeptEvent | undefined> | undefined = () => undefined;
/** What earlier pages left. */
export let deleteQueue = () => {
  try {
    indexedDB.deleteDatabase("courtesy");
  } catch {}
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("courtesy.queue.")) localStorage.removeItem(key);
  } catch {}
};

/** In the order of js/src/granted.ts, which is that of the alphabet: names would cost a tenth of a kilobyte. */
export function take(given: ReturnType<typeof granted>): void {
  [armPost, beacon, begin, capture, commit, deleteQueue, giveUp, heed, look, openQueue,
    post, postLater, put, readRows, relay, relayRow, stand, stash, whenKept, withdraw] = given;
}
