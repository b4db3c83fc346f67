/** Where the browser keeps less than we ask for: IndexedDB, else localStorage, else memory; events arrive, and the page is told once. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, assertWhole, events } from "./collected.mjs";
import { watchConsole } from "./reports.mjs";
import { until } from "./until.mjs";
import { answer, track, visit, YES } from "./visitor.mjs";

/** How IndexedDB may fail, with localStorage as it was. */
const WITHOUT_INDEXED_DB = {
  "IndexedDB throws": (context) =>
    context.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("The operation is insecure.", "SecurityError");
      };
    }),
  "there is no IndexedDB": (context) =>
    context.addInitScript(() => Object.defineProperty(window, "indexedDB", { get: () => undefined })),
  "IndexedDB never answers": (context) =>
    context.addInitScript(() => {
      IDBFactory.prototype.open = () => ({});
    }),
};

const refuseLocalStorage = (context) =>
  context.addInitScript(() =>
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("Access is denied for this document.", "SecurityError");
      },
    }),
  );

/** Of the delivery's own bad days nothing is asked here, only what storage is said to be. */
const storageErrors = async (reports) => (await reports()).filter(({ name }) => name === "StorageError");

async function leftInAnOutage({ page, url, server }) {
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  server.setFault({ status: 503 });
  await track(page, "Fallen Back", { n: 1 });
  await track(page, "Fallen Back", { n: 2 });
  await until(() => server.batches.some(({ body, status }) => body.includes("Fallen Back") && status === 503));
}

for (const [which, prepare] of Object.entries(WITHOUT_INDEXED_DB)) {
  story(`Where ${which}, what could not be sent is kept in localStorage, and is there once after the next visit`, { prepare }, async (stage) => {
    const { page, url, server, context } = stage;
    const reports = watchConsole(context);
    await leftInAnOutage(stage);
    await visit(page, `${url}/favicon.svg`).catch(() => {}); // A page of ours without the SDK: nothing is sent by it.
    server.setFault();
    await visit(page, `${url}/pricing`);
    const rows = await arrived(server, "Fallen Back", 2, 10_000);
    assert.deepEqual(rows.map((row) => row.properties.n), [1, 2]);
    await assertWhole(server);
    assert.ok((await storageErrors(reports)).length <= 2, "one word a page");
  });
}

story("Where neither is to be had, memory keeps what cannot be sent for as long as the page is there, and says so once", { async prepare(context) {
  await WITHOUT_INDEXED_DB["IndexedDB throws"](context);
  await refuseLocalStorage(context);
} }, async (stage) => {
  const { server, context } = stage;
  const reports = watchConsole(context);
  await leftInAnOutage(stage);
  server.setFault();
  await arrived(server, "Fallen Back", 2, 10_000);
  await assertWhole(server);
  assert.equal((await storageErrors(reports)).length, 1);
});

/** What the browser answers to a page that wants to keep something in IndexedDB, in a database that is not ours. */
const keepElsewhere = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const request = indexedDB.open("elsewhere");
        request.onerror = () => resolve(request.error.name);
        request.onupgradeneeded = () => request.result.createObjectStore("rows");
        request.onsuccess = () => {
          const transaction = request.result.transaction("rows", "readwrite");
          transaction.objectStore("rows").put("x".repeat(2_000), 1);
          transaction.onabort = () => resolve(transaction.error.name);
          transaction.oncomplete = () => resolve("kept");
        };
      }),
  );

story("Where the disk is full, events arrive, and the page goes on and is told once", { }, async ({ page, url, server, context }) => {
  const reports = watchConsole(context);
  const devtools = await context.newCDPSession(page);
  await visit(page, url);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: url, quotaSize: 1 });
  assert.equal(await keepElsewhere(page), "QuotaExceededError", "the disk is full indeed");
  await answer(page, YES);
  server.setFault({ status: 503 });
  const text = "x".repeat(2_000);
  for (let n = 1; n <= 5; n += 1) await track(page, "On A Full Disk", { n, text });
  await until(() => server.batches.some(({ body, status }) => body.includes("On A Full Disk") && status === 503));
  server.setFault();
  const rows = await arrived(server, "On A Full Disk", 5, 10_000);
  assert.deepEqual(rows.map((row) => row.properties.n), [1, 2, 3, 4, 5]);
  await assertWhole(server);
  assert.equal((await storageErrors(reports)).length, 1);
});

story("Where the disk was full for a while, what happened before and after it is there once", {}, async ({ page, url, server, context }) => {
  const devtools = await context.newCDPSession(page);
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  server.setFault({ status: 503 });
  await track(page, "Around It", { n: 1 });
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: url, quotaSize: 1 });
  await track(page, "Around It", { n: 2, text: "x".repeat(20_000) });
  await until(() => server.batches.some(({ body, status }) => body.includes('"n":2') && status === 503), 10_000);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: url });
  await track(page, "Around It", { n: 3 });
  server.setFault();
  await arrived(server, "Around It", 3, 10_000);
  assert.deepEqual((await events(server, "Around It")).map((row) => row.properties.n), [1, 2, 3]);
  await assertWhole(server);
});
