/**
 * The steps of the durable queue: IndexedDB database `courtesy`, store `queue`, event id → `instance\njson`; and Web Locks, by
 * which a page tells other tabs that it is alive (https://w3c.github.io/web-locks/).
 *
 * What is written when, and whose rows are adopted, is decided in src/browser/outbox.rs.
 */
import { Call, type Token, ask } from "./door.js";
import { tell } from "./store.js";

const DATABASE = "courtesy";
const STORE = "queue";
/** Before the instance's id in the name of its lock. */
const LOCK = "courtesy.instance.";

let database: IDBDatabase | undefined;
let transaction: IDBTransaction;
let rows: IDBObjectStore;
let letGo = () => {};

/** Opens the database; `Opened` or `Refused` says when that is done. */
export function openQueue(): void {
  try {
    const request = indexedDB.open(DATABASE);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onerror = () => ask(Call.Refused);
    request.onsuccess = () => {
      database = request.result;
      // Another tab withdraws: it may not be kept from deleting.
      database.onversionchange = () => {
        database!.close();
        ask(Call.Closed);
      };
      ask(Call.Opened);
    };
  } catch {
    ask(Call.Refused);
  }
}

/** Closes the database and deletes it, that of every tab. */
export function deleteQueue(): void {
  try {
    database?.close();
    indexedDB.deleteDatabase(DATABASE);
  } catch {}
}

/** Begins a transaction. Whether the browser lets us. */
export function begin(): boolean {
  try {
    transaction = database!.transaction(STORE, "readwrite");
    rows = transaction.objectStore(STORE);
    return true;
  } catch {
    database?.close();
    return false;
  }
}

/** Keeps a row, or deletes it (empty), in the present transaction. */
export function put(id: string, row: string): void {
  try {
    if (row) rows.put(row, id);
    else rows.delete(id);
  } catch {}
}

/** Said now, the commit needs no further word from this page, which may be leaving. */
export function commit(): void {
  try {
    transaction.commit();
  } catch {}
}

/** Reads all rows, in the present transaction, which then goes on. A row that is no JSON is left alone: it would spoil its batch. */
export function readRows(): void {
  const own = rows;
  const keys = own.getAllKeys();
  const values = own.getAll();
  values.onsuccess = () => {
    const tokens: Token[] = [];
    keys.result.forEach((id, index) => {
      try {
        const [instance, json] = values.result[index].split("\n");
        JSON.parse(json);
        if (typeof id == "string") tokens.push(id, instance, json);
      } catch {}
    });
    rows = own;
    tell(Call.Rows, [tokens.length / 3, ...tokens]);
  };
}

/**
 * Shows that this instance lives, then tells which do (`Living`). The lock is held until the page ends, however it ends, or lets
 * go of it: that is what makes the rows of a dead page known.
 *
 * Where there are no Web Locks (no secure context), none are known.
 */
export async function hold(id: string): Promise<void> {
  const { locks } = navigator as { locks?: LockManager };
  const gate = new Promise<void>((done) => (letGo = done));
  // Where storage is denied, so are locks: nobody needs to hear of it a second time.
  locks?.request(LOCK + id, () => gate).catch(() => {});
  // The browser takes requests and questions in their order, so the answer has our lock, too.
  const snapshot = await locks?.query().catch(() => {});
  const ids = (snapshot?.held ?? []).map(({ name }) => name!).filter((name) => name.startsWith(LOCK));
  ask(Call.Living, [ids.length, ...ids.map((name) => name.slice(LOCK.length))]);
}

/** Lets go of the lock. */
export function release(): void {
  letGo();
}
