/**
 * granted.js: the host's side of what only a yes leads to - the durable queue, the election of the tab that sends, the network.
 *
 * Place in the flow: loaded beside granted.wasm. src/browser calls these functions by way of host/delivery.ts.
 */
import { type Lent, borrow } from "./host/lent.js";
import { capture } from "./host/captures.js";
import { heed } from "./host/heard.js";
import { look } from "./host/hooks.js";
import { armPost, beacon, post, postLater } from "./host/network.js";
import { begin, commit, deleteQueue, giveUp, openQueue, put, readRows, relay, relayRow, stash, whenKept } from "./host/outbox.js";
import { stand, withdraw } from "./host/sender.js";

/** Makes them ready. Who takes them (host/delivery.ts) has the same order, that of the alphabet. */
export function granted(lent: Lent) {
  borrow(lent);
  return [armPost, beacon, begin, capture, commit, deleteQueue, giveUp, heed, look, openQueue,
    post, postLater, put, readRows, relay, relayRow, stand, stash, whenKept, withdraw] as const;
}
