/**
 * What engine.js lends granted.js, which is a file of its own: a second copy of the door would be another door.
 */
import type * as door from "./door.js";
import type * as trees from "./flatten.js";
import type * as pages from "./page.js";
import type * as store from "./store.js";

/** As engine.ts hands them over. Names would cost bytes in both files. */
export type Lent = readonly [
  typeof door.ask,
  typeof door.deny,
  typeof door.failed,
  typeof trees.flatten,
  typeof pages.page,
  typeof store.say,
  typeof store.tell,
];

export let ask: Lent[0];
export let deny: Lent[1];
export let failed: Lent[2];
export let flatten: Lent[3];
export let page: Lent[4];
export let say: Lent[5];
export let tell: Lent[6];

export function borrow(lent: Lent): void {
  [ask, deny, failed, flatten, page, say, tell] = lent;
}
