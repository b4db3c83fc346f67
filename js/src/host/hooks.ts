/**
 * The page's own functions that look at each event before it is kept (`events.use`).
 *
 * Place in the flow: part of granted.js; called after the engine has returned, within the same task. When an event is shown, and what
 * becomes of it, is decided in the core.
 */
import { guard } from "../errors.js";
import type { EventHook } from "../types.js";
import { Call } from "./door.js";
import { Tag } from "./flatten.js";
import { ask, flatten } from "./lent.js";

type Wire = Parameters<EventHook>[0];

/** Shows an event to the page's hooks, each of which sees what the one before made of it, and hands it back. */
export function look(event: Wire, hooks: Iterable<EventHook>): void {
  const id = event["messageId"] as string;
  let tokens = flatten(event, "");
  let json = JSON.stringify(event, list);
  // A list of its own: a hook may stop itself, and none is passed over for that.
  for (const hook of [...hooks]) {
    guard(() => {
      // A copy: what a hook did before it threw is not done.
      const seen: Wire = JSON.parse(json);
      const made: unknown = hook(seen);
      // `null` drops, an object takes its place; anything else (`condition && …`) says nothing.
      const result = typeof made == "object" ? (made as Wire | null) : seen;
      const next = flatten(result, "event");
      // What is no JSON is an error of the hook's.
      if (next[0] === Tag.Fault) throw new TypeError(`A hook of events.use made what JSON cannot say: ${next[2]} ${next[3]}.`);
      // A promise, above all: it would be an event without anything.
      if (result && (typeof result["type"] != "string" || typeof result["anonymousId"] != "string"))
        throw new TypeError("A hook of events.use made what is no event; it may not be asynchronous.");
      // Whatever a hook put in, the next one can read it.
      json = JSON.stringify(result, list);
      tokens = next;
    });
    if (tokens[0] === Tag.Null) break;
  }
  ask(Call.Hooked, [id, ...tokens]);
}

/** Lists stay lists, whatever `toJSON` an old library gave them. */
function list(this: Record<string, unknown>, key: string, json: unknown): unknown {
  return Array.isArray(this[key]) ? this[key] : json;
}
