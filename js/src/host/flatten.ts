/**
 * A JavaScript value as a row of tokens, from which `tree` of src/browser/door.rs makes the plain tree.
 *
 * Follows `JSON.stringify` in what it leaves out (`undefined` members) and how it writes dates; refuses, with the path, what
 * JSON cannot say. A getter or a proxy may throw: that is the page's fault, not the page's end.
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
/** How many values a tree may hold: a list of twenty million must not stop the page. */
const MAX_VALUES = 100_000;

/** The tokens of a value, or of its first fault; `path` begins the path of that. */
export function flatten(value: unknown, path: string): Token[] {
  const tokens: Token[] = [];
  let left = MAX_VALUES;
  let fault: Token[] = [];

  const walk = (value: any, path: string, depth: number): unknown => {
    const fail = (reason: string, isValue = 0, at = path): never => {
      throw (fault = [Tag.Fault, isValue, at, reason]);
    };
    const read = <T>(use: () => T, at = path): T => {
      try {
        return use();
      } catch {
        return fail("cannot be read", 0, at);
      }
    };
    const spend = (count: number) => (left -= count) < 0 && fail("holds too many values", 1);

    if (typeof value == "string") return tokens.push(Tag.Text, value);
    if (typeof value == "number") return isFinite(value) ? tokens.push(Tag.Number, value) : fail("must be a finite number");
    if (typeof value == "boolean") return tokens.push(value ? Tag.True : Tag.False);
    if (value == null) return tokens.push(Tag.Null);
    if (typeof value != "object") fail("is nothing that JSON can say");
    // A proxy may refuse even this question; then it is no date.
    if (isDate(value)) {
      // An invalid date has `null` for its JSON.
      const text = read(() => value.toJSON());
      return typeof text == "string" ? tokens.push(Tag.Text, text) : tokens.push(Tag.Null);
    }
    if (!depth) fail("is nested deeper than 32 levels, or holds itself", 1);
    if (read(() => Array.isArray(value))) {
      const length = read(() => value.length >>> 0);
      spend(length);
      tokens.push(Tag.List, length);
      for (let index = 0; index < length; index++) {
        const at = `${path}[${index}]`;
        walk(read(() => value[index], at), at, depth - 1);
      }
      return;
    }
    const keys = read(() => Object.keys(value));
    spend(keys.length);
    // How many members are `undefined` is known at the end only.
    const count = tokens.push(Tag.Object, 0) - 1;
    for (const key of keys) {
      const at = path ? `${path}.${key}` : key;
      const member = read(() => value[key], at);
      if (member === undefined) continue;
      tokens.push(key);
      walk(member, at, depth - 1);
      (tokens[count] as number)++;
    }
    return;
  };

  try {
    walk(value, path, MAX_DEPTH);
    return tokens;
  } catch {
    return fault;
  }
}

function isDate(value: object): value is Date {
  try {
    return value instanceof Date;
  } catch {
    return false;
  }
}
