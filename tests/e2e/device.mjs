/** What is kept on the visitor's device, and what was tried to be kept. */

/**
 * Everything that a site can keep in this browser, as this page sees it.
 *
 * @param {import("playwright-core").Page} page
 */
export async function kept(page) {
  const cookies = await page.context().cookies();
  const inPage = await page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  return { cookies, ...inPage };
}

export const NOTHING = { cookies: [], local: {}, session: {}, databases: [], caches: [], workers: 0 };

/**
 * Notes every attempt to keep or send something, also one that is undone at once, in `window.attempts` of each page.
 *
 * @param {import("playwright-core").BrowserContext} context
 */
export const watchAttempts = (context) =>
  context.addInitScript(() => {
    const attempts = (window.attempts = []);
    const watch = (owner, method) => {
      const original = owner[method];
      owner[method] = function (...args) {
        attempts.push(`${method} ${args[0]?.url ?? args[0]}`);
        return original.apply(this, args);
      };
    };
    watch(Storage.prototype, "setItem");
    watch(IDBFactory.prototype, "open");
    watch(IDBFactory.prototype, "deleteDatabase");
    watch(Navigator.prototype, "sendBeacon");
    watch(XMLHttpRequest.prototype, "send");
    watch(window, "fetch");
    if (window.CacheStorage) watch(CacheStorage.prototype, "open");
    if (window.CookieStore) watch(CookieStore.prototype, "set");
    if (window.LockManager) watch(LockManager.prototype, "request");
    const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
    Object.defineProperty(Document.prototype, "cookie", {
      get,
      set(value) {
        attempts.push(`cookie ${value}`);
        set.call(this, value);
      },
    });
  });

/** The rows of the durable queue, `[]` where there is no database. Looks only where one is, so that none is made. */
export const queued = (page) =>
  page.evaluate(async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === "courtesy")) return [];
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open("courtesy"));
    try {
      return await done(database.transaction("queue").objectStore("queue").getAll());
    } finally {
      database.close();
    }
  });
