/**
 * What engine.js lends granted.js, which is a file of its own: a second copy of the door would be another door.
 */
import type * as door from "./door.js";
import type * as trees from "./flatten.js";
import type * as pages from "./page.js";
import type * as store from "./store.js";

export type Lent = Pick<typeof door, "ask" | "deny" | "failed"> &
  Pick<typeof trees, "flatten"> &
  Pick<typeof pages, "page"> &
  Pick<typeof store, "say" | "tell">;

export let ask: Lent["ask"];
export let deny: Lent["deny"];
export let failed: Lent["failed"];
export let flatten: Lent["flatten"];
export let page: Lent["page"];
export let say: Lent["say"];
export let tell: Lent["tell"];

export function borrow(lent: Lent): void {
  ({ ask, deny, failed, flatten, page, say, tell } = lent);
}
