/**
 * Deletes IndexedDB databases.
 *
 * Place in the flow: under cleaner.ts. A database that is open somewhere is deleted when it is closed: we wait a moment for that and
 * then look.
 */
import { exact, meant } from "./cleaner-names.js";

const PATIENCE_MS = 1_000;

/** The names of the databases that are there; where the browser does not tell, none. */
export async function presentDatabases(names: string[]): Promise<string[]> {
  if (names.length === 0) return [];
  try {
    const all = await indexedDB.databases();
    return all.map(({ name }) => name ?? "").filter(meant(names));
  } catch {
    return [];
  }
}

/** Deletes the databases that were found; where the browser does not tell, those with a full name. */
export async function deleteDatabases(found: string[], names: string[]): Promise<void> {
  const gone = "databases" in IDBFactory.prototype ? found : exact(names);
  await Promise.all(gone.map(deleteDatabase));
}

const deleteDatabase = (name: string) =>
  new Promise<void>((done) => {
    setTimeout(done, PATIENCE_MS);
    try {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = request.onerror = () => done();
    } catch {
      done();
    }
  });
