/**
 * What withdrawn items had kept, by the names that the config declares, and whether any of it is there.
 *
 * Place in the flow: under cleaner.ts. Which items are withdrawn, and which are allowed now, the engine says.
 */
import { meant } from "./cleaner-names.js";
import type { ToClean, Traces } from "./parts.js";
import type { ServiceView } from "./types.js";

/** What is to go now. */
export interface Names {
  /** As of now; what is meant by `keep` stays, whatever else means it. */
  names(): Traces & { keep: Traces };
  /** Whether it was withdrawn just now; else an earlier withdrawal is looked after. */
  isNow: boolean;
  /** The withdrawn purpose says that what it runs can only be stopped by loading the page again. */
  reload: boolean;
}

/**
 * The names of what these items keep, and of what stays because allowed items keep it. Both are asked for anew before each removal:
 * the visitor may have said yes meanwhile.
 */
export function traces({ purposes, withdrawn, allowed }: ToClean): Names {
  const items = withdrawn.flatMap(({ items }) => items);
  const now = withdrawn.flatMap(({ items, is_now }) => (is_now ? items : []));
  const all = purposes.flatMap((purpose): ServiceView[] => [purpose, ...purpose.services]);
  const of = (isOne: (id: string) => unknown) => {
    const kept = (kind: keyof Traces) => all.flatMap((item) => (isOne(item.id) ? item[kind] : []));
    return { cookies: kept("cookies"), storage: kept("storage"), databases: kept("databases") };
  };
  return {
    names() {
      const isAllowed = allowed();
      return { ...of((id) => items.includes(id) && !isAllowed[id]), keep: of((id) => isAllowed[id]) };
    },
    isNow: now.length > 0,
    reload: all.some((item: { reload_on_withdrawal?: boolean } & ServiceView) => now.includes(item.id) && item.reload_on_withdrawal),
  };
}

/** Whether any of it is there. Most visitors who declined have nothing. */
export async function isAnyThere(what: Names): Promise<boolean> {
  try {
    const { cookies, storage, databases, keep } = what.names();
    return (
      document.cookie.split("; ").map((pair) => pair.split("=", 1)[0]!).some(meant(cookies, keep.cookies)) ||
      [...Object.keys(localStorage), ...Object.keys(sessionStorage)].some(meant(storage, keep.storage)) ||
      (databases.length > 0 && (await indexedDB.databases()).some(({ name = "" }) => meant(databases, keep.databases)(name)))
    );
  } catch {
    // The browser does not tell.
    return true;
  }
}
