/**
 * The page's own functions that look at each event before it is kept (`events.use`).
 *
 * Place in the flow: part of granted.js; called after the engine has returned, within the same task. When an event is shown, and what
 * becomes of it, is decided in the core.
 */
import { guard } from "../errors.js";
import type { EventHook } from "../types.js";
import { Call } from "./door.js";
import { Tag, flatten } from "./flatten.js";
import { ask } from "./lent.js";

type Wire = Parameters<EventHook>[0];

/** Shows an event to the page's hooks, each of which sees what the one before made of it, and hands it back. */
export function look(event: Wire, hooks: EventHook[]): void {
  const id = event["messageId"] as string;
  let tokens = flatten(event, "");
  for (const hook of hooks) {
    guard(() => {
      // A copy: what a hook did before it threw is not done.
      const seen = structuredClone(event);
      const made = hook(seen);
      const result = made === undefined ? seen : made;
      const next = flatten(result, "event");
      // What is no JSON is an error of the hook's.
      if (next[0] === Tag.Fault) throw new TypeError(`A hook of events.use made what JSON cannot say: ${next[2]} ${next[3]}.`);
      // A promise, above all: it would be an event without anything.
      if (result && (typeof result["type"] != "string" || typeof result["anonymousId"] != "string"))
        throw new TypeError("A hook of events.use made what is no event; it may not be asynchronous.");
      tokens = next;
      event = made ?? seen;
    });
    if (tokens[0] === Tag.Null) break;
  }
  ask(Call.Hooked, [id, ...tokens]);
}
