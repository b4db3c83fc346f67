/**
 * What engine.js lends granted.js, which is a file of its own: a second copy of the door would be another door.
 */
import type * as door from "./door.js";
import type * as store from "./store.js";

export type Lent = Pick<typeof door, "ask" | "deny"> & Pick<typeof store, "say" | "tell">;

export let ask: Lent["ask"];
export let deny: Lent["deny"];
export let say: Lent["say"];
export let tell: Lent["tell"];

export function borrow(lent: Lent): void {
  ({ ask, deny, say, tell } = lent);
}
