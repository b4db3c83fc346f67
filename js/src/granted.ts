/**
 * granted.js: the host's side of what only a yes leads to - the durable queue, the election of the tab that sends, the network.
 *
 * Place in the flow: loaded beside granted.wasm. src/browser calls these functions by way of host/delivery.ts.
 */
import { type Lent, borrow } from "./host/lent.js";
import { capture } from "./host/captures.js";
import { look } from "./host/hooks.js";
import { armPost, beacon, post, postLater } from "./host/network.js";
import * as outbox from "./host/outbox.js";
import { stand, withdraw } from "./host/sender.js";

/** Makes them ready. */
export function granted(lent: Lent) {
  borrow(lent);
  return { ...outbox, armPost, beacon, capture, look, post, postLater, stand, withdraw };
}
