/** What the Wasm imports, under the name `courtesy-host`: see the `extern` blocks of src/browser. */
export { answer, failed, news, number, text } from "./door.js";
export { armPost, beacon, post, postLater } from "./network.js";
export { begin, commit, deleteQueue, giveUp, openQueue, put, readRows, relay, relayRow, stash } from "./outbox.js";
export { numberText, render, wake, wakeAtEndOfTask } from "./page.js";
export { keep, share } from "./store.js";
export { stand, withdraw } from "./sender.js";
