/** What the Wasm imports, under the name `courtesy-host`: see the `extern` blocks of src/browser. */
export { answer, failed, news, number, text } from "./door.js";
export { armPost, beacon, begin, commit, deleteQueue, giveUp, openQueue, post, postLater } from "./delivery.js";
export { put, readRows, relay, relayRow, stand, stash, withdraw } from "./delivery.js";
export { numberText, render, wake, wakeAtEndOfTask } from "./page.js";
export { keep, share } from "./store.js";
