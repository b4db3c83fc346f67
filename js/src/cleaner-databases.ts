/**
 * Deletes IndexedDB databases.
 *
 * Place in the flow: under cleaner.ts. A database that is open somewhere is deleted when it is closed: we wait a moment for that and
 * then look.
 */
const PATIENCE_MS = 1_000;

/** The names of the databases that are there; where the browser does not tell, none. */
export async function presentDatabases(isMeant: (name: string) => boolean): Promise<string[]> {
  try {
    return (await indexedDB.databases()).map(({ name }) => name ?? "").filter(isMeant);
  } catch {
    return [];
  }
}

/** Deletes the databases that were found; where the browser does not tell, those with a full name. */
export async function deleteDatabases(found: string[], named: string[]): Promise<void> {
  const gone = "databases" in IDBFactory.prototype ? found : named;
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
