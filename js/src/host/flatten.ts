/**
 * A JavaScript value as a row of tokens, from which `tree` of src/browser/door.rs makes the plain tree.
 *
 * Follows `JSON.stringify` in what it leaves out (`undefined` members) and in asking an object's `toJSON`; refuses, with the path,
 * what JSON cannot say. A getter or a proxy may throw: that is the page's fault, not the page's end.
 */
import type { Token } from "./door.js";

/** What a token stands before. */
export const enum Tag {
  Null,
  False,
  True,
  Number,
  Text,
  List,
  Object,
  /** Instead of a tree: whether its value (not its type) is at fault, path and reason. */
  Fault,
}

/** How deep a tree may be: a cycle ends here. */
const MAX_DEPTH = 32;
/**
 * How much a tree may hold, each value and each character of a text or key counting one: a list of twenty million, or a thousand
 * times the same long text, must not stop the page. What the page tells (an event is at most 32 KB), and a config or our own records.
 */
const MAX_TOLD = 100_000;
const MAX_OWN = 2_000_000;
/** Paths by which code that merges what it receives into its own objects would reach the prototype of all of them. */
const POLLUTING = /\b(__proto__|constructor\.prototype)\b/;

/** The tokens of a value, or of its first fault; `root` begins the path of that, and is empty for a config and what is our own. */
export function flatten(value: unknown, root: string): Token[] {
  const tokens: Token[] = [];
  let left = root ? MAX_TOLD : MAX_OWN;
  /** Where we are: whatever the page's getters and proxies throw, they throw it there. */
  let at = root;
  let fault: Token[] | undefined;

  const fail = (reason: string, isValue = 0): never => {
    throw (fault = [Tag.Fault, isValue, at, reason]);
  };
  const spend = (count: number) => (left -= count) < 0 && fail("is too large", 1);

  const walk = (value: any, depth: number): unknown => {
    const path = at;
    // Old libraries give lists a `toJSON` that makes text of them.
    if (typeof value == "object" && !Array.isArray(value) && typeof value?.toJSON == "function") value = value.toJSON();
    // As `JSON.stringify` does with `new Number(1)`.
    if ([Number, String, Boolean].includes(value?.constructor)) value = value.valueOf();
    if (typeof value == "string") return spend(value.length), tokens.push(Tag.Text, value);
    if (typeof value == "number") return isFinite(value) ? tokens.push(Tag.Number, value) : fail("must be a finite number");
    if (typeof value == "boolean") return tokens.push(value ? Tag.True : Tag.False);
    if (value == null) return tokens.push(Tag.Null);
    if (typeof value != "object" || ArrayBuffer.isView(value)) fail("is nothing that JSON can say");
    if (!depth) fail("is nested deeper than 32 levels, or holds itself", 1);
    if (Array.isArray(value)) {
      const length = value.length >>> 0;
      spend(length);
      tokens.push(Tag.List, length);
      for (let index = 0; index < length; index++) {
        at = `${path}[${index}]`;
        walk(value[index], depth - 1);
      }
      return;
    }
    const keys = Object.keys(value);
    // A comma for each of them but one.
    spend(keys.join().length);
    // How many members are `undefined` is known at the end only.
    const count = tokens.push(Tag.Object, 0) - 1;
    for (const key of keys) {
      at = path ? `${path}.${key}` : key;
      // Our own trees have the parameters of an address among them, which anybody writes: they are text for the engine only.
      if (root && POLLUTING.test(at)) fail("would change a prototype", 1);
      const member = value[key];
      if (member === undefined) continue;
      tokens.push(key);
      walk(member, depth - 1);
      (tokens[count] as number)++;
    }
    return;
  };

  try {
    walk(value, MAX_DEPTH);
    return tokens;
  } catch {
    return fault ?? [Tag.Fault, 0, at, "cannot be read"];
  }
}
