/**
 * The steps of the durable queue: IndexedDB database `courtesy`, store `queue`, event id → row; where IndexedDB is refused,
 * localStorage, a key for each event.
 *
 * What is written when, and what is read, is decided in src/browser/outbox.rs.
 */
import type { KeptEvent } from "../types.js";
import { Call, type Token } from "./door.js";
import { ask, deny, say, tell } from "./lent.js";
import { cancelPost } from "./network.js";

const DATABASE = "courtesy";
const STORE = "queue";
/** How long the browser may take to open a database. Some never answered (https://bugs.webkit.org/show_bug.cgi?id=226547). */
const PATIENCE_MS = 2_500;
/** Before the event's id in localStorage. */
const PREFIX = "courtesy.queue.";
/** It is the site's storage, 5 MB for all of it: more rows than a visit has are not worth what is taken from the site. */
const MAX_LOCAL_ROWS = 250;
/** Before a row that cannot be read: it is set aside, and not read again. A withdrawal takes it along. */
const QUARANTINE = "quarantine.";

let database: IDBDatabase | undefined;
/** What opens it; another one where the queue was deleted meanwhile. */
let opening: IDBOpenDBRequest | undefined;
let isLocal = false;
/** Events live in memory. */
let isUnkept = false;
let transaction: IDBTransaction;
let rows: IDBObjectStore;
/** The events that the present transaction keeps. */
let written: string[];
/** Who waits to hear that an event is kept. */
const waiting = new Map<string, (kept: KeptEvent | undefined) => void>();

/** Opens the queue; `Opened` or `Refused` says when that is done. */
export function openQueue(): void {
  // Once in its place, always: also after a no and another yes.
  if (isLocal) return void ask(Call.Opened);
  try {
    const request = (opening = indexedDB.open(DATABASE));
    // A page that was busy for so long hears of the time first, and of the database then.
    let patience = setTimeout(() => (patience = setTimeout(openLocal, 500)), PATIENCE_MS);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onerror = () => {
      clearTimeout(patience);
      if (opening === request) openLocal();
    };
    request.onsuccess = () => {
      clearTimeout(patience);
      if (isLocal || opening !== request) return request.result.close();
      database = request.result;
      // Another tab withdraws: it may not be kept from deleting.
      database.onversionchange = () => {
        closeDatabase();
        ask(Call.Closed);
      };
      ask(Call.Opened);
    };
  } catch {
    openLocal();
  }
}

function openLocal(): void {
  try {
    if (isLocal || isUnkept) return;
    isLocal = localStorage.length >= 0;
    deny("IndexedDB is refused, or does not answer; events are kept in localStorage.");
    ask(Call.Opened);
  } catch {
    refuse();
  }
}

function refuse(): void {
  deny("The browser does not let this page keep events; those not yet sent are lost with it.");
  // It sends what it has.
  tell(Call.Refused);
}

/** What is being read of it belongs to a visitor who has just said no. */
function closeDatabase(): void {
  database?.close();
  database = opening = undefined;
}

/** Closes the queue and deletes it, that of every tab. */
export function deleteQueue(): void {
  for (const done of waiting.values()) done(undefined);
  waiting.clear();
  cancelPost();
  try {
    // A tab that is frozen holds up the deletion, which is forgotten if this page ends before it.
    database?.transaction(STORE, "readwrite").objectStore(STORE).clear();
  } catch {}
  try {
    closeDatabase();
    indexedDB.deleteDatabase(DATABASE);
  } catch {}
  try {
    for (const key of localKeys()) localStorage.removeItem(key);
  } catch {}
}

/** Begins a transaction. Whether the browser lets us. */
export function begin(): boolean {
  const ids: string[] = (written = []);
  if (isLocal) return true;
  try {
    transaction = database!.transaction(STORE, "readwrite");
    rows = transaction.objectStore(STORE);
    transaction.oncomplete = () => kept(ids, "indexeddb");
    // No room: what is in memory is sent from there.
    transaction.onabort = () => full(ids);
    return true;
  } catch {
    database?.close();
    refuse();
    return false;
  }
}

/** Keeps a row, or deletes it (empty), in the present transaction. */
export function put(id: string, row: string): void {
  try {
    if (row) {
      written.push(id);
      if (!isLocal) rows.put(row, id);
      else if (!stash(id, row)) {
        const ids = [written.pop()!];
        // Not amid the transaction: who hears it may have more to keep, or to delete.
        queueMicrotask(() => full(ids));
      }
    } else {
      if (!isLocal) rows.delete(id);
      // It may have been kept there by another page.
      localStorage.removeItem(PREFIX + id);
    }
  } catch {}
}

/** Keeps a row in localStorage, where the next page finds it. Whether there was room. */
export function stash(id: string, row: string): boolean {
  try {
    if (localKeys().length >= MAX_LOCAL_ROWS) return false;
    localStorage.setItem(PREFIX + id, row);
    return true;
  } catch {
    return false;
  }
}

/** Said now, the commit needs no further word from this page, which may be leaving. */
export function commit(): void {
  const ids = written;
  if (isLocal) return queueMicrotask(() => kept(ids, "localstorage"));
  try {
    transaction.commit();
  } catch {}
}

/** Reads all rows, in the present transaction, wherever they lie. One that cannot be read is set aside: it would spoil its batch. */
export function readRows(): void {
  const tokens: Token[] = [];
  let corrupt = 0;
  const read = (id: unknown, row: unknown, setAside: () => void) => {
    try {
      if (`${id}`.startsWith(QUARANTINE)) return;
      if (JSON.parse((row as string).slice(1)).messageId !== id) throw 0;
      tokens.push(id as string, row as string);
    } catch {
      corrupt++;
      setAside();
    }
  };
  const end = () => tell(Call.Rows, [tokens.length / 2, ...tokens, corrupt]);
  try {
    for (const key of localKeys()) {
      const row = localStorage.getItem(key)!;
      read(key.slice(PREFIX.length), row, () => {
        localStorage.removeItem(key);
        localStorage.setItem(PREFIX + QUARANTINE + key.slice(PREFIX.length), row);
      });
    }
  } catch {}
  if (isLocal) {
    commit();
    return queueMicrotask(end);
  }
  const own = rows;
  const from = database;
  const keys = own.getAllKeys();
  const values = own.getAll();
  values.onsuccess = () => {
    keys.result.forEach((id, index) => {
      const row: unknown = values.result[index];
      read(id, row, () => {
        own.delete(id);
        own.put(row, QUARANTINE + id);
      });
    });
    if (database === from) end();
  };
}

/** Nothing of what waits to be kept will be: events live in memory. */
export function giveUp(): void {
  isUnkept = true;
  for (const [id, done] of waiting) done({ message_id: id, storage: "memory" });
  waiting.clear();
}

/** When the event of this id is kept, and where; at once for an event that was not recorded. */
export function whenKept(id: unknown): Promise<KeptEvent | undefined> | undefined {
  if (typeof id != "string") return;
  return new Promise((done) => (isUnkept ? done({ message_id: id, storage: "memory" }) : waiting.set(id, done)));
}

/** Tells the tab that sends of a row of this one. */
export function relayRow(id: string, row: string): void {
  told.push(id, row);
}
/** Ends with the last one. */
export function relay(): void {
  say([told.length / 2, ...told, 0]);
  told = [];
}
let told: Token[] = [];

function kept(ids: string[], storage: KeptEvent["storage"]): void {
  // Told to the sender, they may leave.
  tell(Call.Kept, [ids.length, ...ids]);
  for (const id of ids) {
    waiting.get(id)?.({ message_id: id, storage });
    waiting.delete(id);
  }
}

function full(ids: string[]): void {
  deny("There is no room to keep events; those not yet sent are lost with this page.", "full");
  kept(ids, "memory");
}

const localKeys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
