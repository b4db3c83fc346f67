/**
 * The door between the page and the Wasm: one way in, `ask`, and what the engine says on its way out.
 *
 * Only numbers and texts cross. What goes in stands in a row, from which the engine takes one after the other; what comes out
 * is text, and trees are JSON. So no object of the page is ever held in Wasm, and none of the code is needed that would hold it.
 * What a call means is the engine's business.
 */
import { courtesyError, guard } from "../errors.js";
import type { Notify } from "../parts.js";
import type { CourtesyError } from "../types.js";

/** What the engine is told: `call` in src/browser/door.rs has the same numbers. */
export const enum Call {
  Open,
  View,
  Start,
  Restored,
  Page,
  Track,
  Choose,
  Region,
  Erase,
  External,
  Countersigned,
  Slot,
  Answered,
  Tick,
  Hidden,
  Leaving,
  // Of the durable queue; nothing that the engine would hear of.
  TaskEnds,
  Opened,
  Closed,
  Refused,
  Elected,
  Rows,
  // The code that only a yes leads to is there.
  Whole,
  // Who the visitor is, and how a view was attended to.
  Identify,
  Group,
  Alias,
  Reset,
  Attend,
  Kept,
  Pass,
  Online,
  Hooks,
  Hooked,
  // The page is another one, of which no view was told.
  Moved,
}

/** One thing that crosses. A boolean is a number. */
export type Token = number | string;

let hear: (call: Call) => void;
let notify: Notify | undefined;
let row: Token[];
let next: number;
let answered: unknown;

/** Where calls go: an export of the Wasm. */
export function connect(to: (call: number) => void): void {
  hear = to;
  notify = undefined;
}

/** Who hears the news. Before, a failure is the answer of the call that failed. */
export function inform(whom: Notify): void {
  notify = whom;
}

/** How deep calls may nest; the stack of a browser holds some 270 of them, and who runs over it in the Wasm stops the engine. */
const MAX_NESTED = 50;
/** How many calls are on their way; without end once they were too many, until the first of them is over. */
let nested = 0;

/**
 * Calls the engine; the answer is what it said by `answer`. Calls nest: a listener that hears news asks before the outer call is
 * over. One that tracks what it hears, and hears that, would go on without end: those calls are refused, but for looking at what
 * stands, and for what becomes of an event that a hook has seen.
 *
 * An engine that trapped may be in the middle of anything, and so is never called again, whoever rings: no timer and no leaving
 * page has it send what a visitor no longer allows.
 */
export function ask(call: Call, tokens: Token[] = []): unknown {
  const level = nested;
  if (level >= MAX_NESTED && call > Call.View && call < Call.Hooks) {
    nested = Infinity;
    // From a new task, where there is stack to tell it.
    if (level < nested) setTimeout(() => failed("InputError", "value", "", "A listener or hook calls without end."));
    return;
  }
  const outer = [row, next, answered] as const;
  nested++;
  row = tokens;
  next = 0;
  answered = undefined;
  try {
    hear(call);
    return answered;
  } catch (error) {
    hear = () => {};
    if (!notify) throw error;
    setTimeout(() => news("trap", "", error));
    return;
  } finally {
    nested = level && nested - 1;
    [row, next, answered] = outer;
  }
}

/** The next in the row. The engine knows which of both it is. */
export const number = (): number => row[next++] as number;
export const text = (): string => row[next++] as string;

/** The answer to the present call. */
export function answer(json: string): void {
  answered = JSON.parse(json);
}

/**
 * News for the page; no JSON for `undefined`, or for what is none.
 *
 * Whoever hears them may run code of the page, and what that throws may not unwind the Wasm below: it would stop halfway, and
 * look like a trap.
 */
export function news(kind: string, json: string, payload?: unknown): void {
  guard(() => notify?.(kind, json ? JSON.parse(json) : payload));
}

/** Something failed: an `Error` with name, kind and, where there is one, path. Never a bare string. */
export function failed(name: string, kind: string, path: string, message: string): void {
  const error = courtesyError(name as CourtesyError["name"], kind, message, path);
  if (notify) news("failed", "", error);
  else answered = error;
}

/** The browser lets something not be kept. */
export function deny(message: string, kind = "denied"): void {
  failed("StorageError", kind, "", message);
}
