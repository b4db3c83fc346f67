/**
 * Reads what of ours is kept in this browser, and makes nothing by looking.
 *
 * Place in the flow: under rights.ts. The names: DESIGN.md, "What we store, where".
 */
import { decode } from "./host/cookie-text.js";
import type { Json, Kept } from "./types.js";

const OURS = /^courtesy(?:$|\.)/;
const DATABASE = "courtesy";
const STORE = "queue";
const PATIENCE_MS = 500;

/** Our records in localStorage, by key. */
export function ourLocal(): Record<string, Json> {
  try {
    const entries = Object.keys(localStorage).filter((key) => OURS.test(key));
    return Object.fromEntries(entries.map((key) => [key, parsed(localStorage.getItem(key) ?? "")]));
  } catch {
    // Denied: then nothing is kept there.
    return {};
  }
}

/** Our cookies, by name. */
export function ourCookies(): Record<string, Json> {
  try {
    const pairs = document.cookie.split("; ").map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), pair.slice(at + 1)] as const;
    });
    return Object.fromEntries(pairs.filter(([name]) => OURS.test(name)).map(([name, value]) => [name, parsed(decode(value))]));
  } catch {
    return {};
  }
}

/** The rows of the durable queue; none where there is no database, `undefined` where it is there and cannot be read now. */
export async function queued(): Promise<Json[] | undefined> {
  try {
    if ("databases" in indexedDB && !(await indexedDB.databases()).some(({ name }) => name === DATABASE)) return [];
    const request = indexedDB.open(DATABASE);
    // There was none: so it shall be.
    request.onupgradeneeded = () => request.transaction?.abort();
    // Behind a deletion that waits for somebody who holds the database open, it would wait for ever.
    const database = await Promise.race([done(request), new Promise<void>((done) => setTimeout(done, PATIENCE_MS))]);
    if (!database) {
      request.onsuccess = () => request.result.close();
      return;
    }
    try {
      return await done(database.transaction(STORE).objectStore(STORE).getAll());
    } finally {
      database.close();
    }
  } catch {
    return [];
  }
}

/** All of it by name. A database without rows holds nothing about anybody. */
export async function kept(): Promise<Kept[]> {
  const rows = await queued();
  return [
    ...Object.keys(ourLocal()).map((name): Kept => ({ kind: "local", name })),
    ...Object.keys(ourCookies()).map((name): Kept => ({ kind: "cookie", name })),
    ...(rows?.length === 0 ? [] : [{ kind: "database", name: DATABASE } as const]),
  ];
}

const done = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** A record that is no JSON is shown as it stands. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
