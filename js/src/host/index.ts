/** What the Wasm imports, under the name `courtesy-host`: see the `extern` blocks of src/browser. */
export { answer, deny, failed, news, number, text } from "./door.js";
export { beacon, post } from "./network.js";
export { begin, commit, deleteQueue, hold, openQueue, put, readRows, release } from "./outbox.js";
export { numberText, render, wake, wakeAtEndOfTask } from "./page.js";
export { keep, share } from "./store.js";
