/**
 * What a tab hears of the rows of other tabs (host/outbox.ts tells them).
 *
 * Place in the flow: part of granted.js; host/store.ts holds the channel. Whether this tab sends them, the engine knows.
 */
import { own } from "../own-member.js";
import { Call } from "./door.js";
import { ask, tell } from "./lent.js";

/** Ids and rows by turns; the numbers around them say nothing that is not known. */
export function heed(told: unknown[]): void {
  // Rows of a tab that somebody looks at: it had better send them itself.
  if (own("hidden")) ask(Call.Pass);
  // Any page of the site may speak here, with another version of this code or none: only texts go on, two by two.
  const texts = told.filter((token) => typeof token == "string");
  tell(Call.Rows, [texts.length >> 1, ...texts, 0]);
}
