/**
 * The functions of granted.js, by the names under which the Wasm imports them. Before it is there the engine needs of them only that
 * a no is carried out.
 */
import type { granted } from "../granted.js";
import type { ConsentView, KeptEvent } from "../types.js";
import type { Autocapture } from "./captures.js";

type Granted = ReturnType<typeof granted>;

export let armPost: Granted["armPost"];
export let beacon: Granted["beacon"];
export let begin: Granted["begin"];
export let commit: Granted["commit"];
export let look: Granted["look"];
export let openQueue: Granted["openQueue"];
export let post: Granted["post"];
export let postLater: Granted["postLater"];
export let put: Granted["put"];
export let readRows: Granted["readRows"];
export let relay: Granted["relay"];
export let relayRow: Granted["relayRow"];
export let stand: Granted["stand"];
export let stash: Granted["stash"];
export let capture: (consent: ConsentView, wanted: Autocapture | undefined) => void = () => {};
export let giveUp = () => {};
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

export function take(given: Granted): void {
  ({ armPost, beacon, begin, capture, commit, look, openQueue, post, postLater, put, readRows, relay, relayRow, stand, stash } = given);
  ({ giveUp, withdraw, whenKept, deleteQueue } = given);
}
