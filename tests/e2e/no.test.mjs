/** Story 4: a no is remembered and nothing else is; a yes taken back takes everything with it. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived } from "./collected.mjs";
import { kept, NOTHING, queued, watchAttempts } from "./device.mjs";
import { quiet, until } from "./until.mjs";
import { allowed, answer, banner, DEFAULT_TITLE, EVALUATOR_TITLE, evaluate, heroTitle, NO, reopen, track, visit, YES } from "./visitor.mjs";

/** Everything that the demo asks about, in alphabetical order. */
const ASKED = ["analytics", "marketing", "marketing/almanac", "media", "media/film", "media/tides", "personalization"];

/** Nothing is kept but the refusal and the receipts of what was chosen, which say nothing about who chose. */
async function assertOnlyRefusal(page) {
  const { local, ...rest } = await until(async () => {
    const now = await kept(page);
    return Object.keys(now.local).length <= 2 && now.databases.length === 0 && now;
  });
  assert.deepEqual({ ...rest, local: {} }, NOTHING);
  assert.deepEqual(Object.keys(local).sort(), ["courtesy.consent", "courtesy.receipts"]);
  const record = JSON.parse(local["courtesy.consent"]);
  assert.deepEqual(Object.keys(record).sort(), ["at", "denied", "gpc", "granted", "marks", "receipt", "revision", "signals", "times", "v"]);
  assert.deepEqual(record.granted, []);
  assert.deepEqual(record.denied.toSorted(), ASKED);
  assert.ok(Math.abs(record.at - Date.now()) < 60_000);
  // What is in a receipt is the same for everybody who chose so at that moment; the server signs that it has seen it.
  const receipt = await until(async () => {
    const last = (await page.evaluate(() => JSON.parse(localStorage["courtesy.receipts"]))).at(-1);
    return last.countersignature && last;
  });
  assert.deepEqual([receipt.id, receipt.at, receipt.denied.toSorted()], [record.receipt, record.at, ASKED]);
  assert.deepEqual(Object.keys(receipt.countersignature).sort(), ["key_id", "signature", "signed_at_ms"]);
  assert.deepEqual(
    Object.keys(receipt).sort(),
    ["at", "countersignature", "denied", "expires_at", "granted", "id", "jurisdiction", "locale", "method", "outcome", "policy", "previous", "signal", "site", "text", "v"],
  );
}

/** What was sent, but for receipts: those go without cookies, and hold no identifier. */
function posted(server) {
  const sent = server.requests.filter(({ method }) => method !== "GET");
  const receipts = sent.filter(({ path }) => path === "/v1/receipts");
  assert.ok(receipts.every(({ headers }) => headers.cookie === undefined));
  return sent.length - receipts.length;
}

story("A no is kept without an identifier, is not asked for again, and nothing but its receipt is ever sent", { prepare: watchAttempts }, async ({ page, url, server }) => {
  await visit(page, url);
  await track(page, "Held");
  await answer(page, NO);
  await assertOnlyRefusal(page);
  for (const path of ["/pricing", "/docs", "/features", "/"]) {
    await visit(page, url + path);
    await track(page, "Afterwards", { path });
    assert.equal(await banner(page).count(), 0);
    const attempts = await page.evaluate(() => window.attempts);
    assert.deepEqual(attempts.filter((attempt) => !attempt.startsWith("fetch ")), []);
  }
  assert.equal(await heroTitle(page), DEFAULT_TITLE);
  await quiet(1_000); // Longer than events wait for company.
  await page.reload();
  await assertOnlyRefusal(page);
  assert.equal(await banner(page).count(), 0);
  assert.equal(posted(server), 0);
});

story("A yes after a no begins anew: what happened before the no is not told", {}, async ({ page, url, server }) => {
  await visit(page, url);
  await track(page, "Before The No");
  await answer(page, NO);
  await track(page, "During The No");
  await reopen(page);
  await answer(page, YES);
  await track(page, "After The Yes");
  await arrived(server, "After The Yes");
  const names = (await server.events.rows()).map((row) => row.name);
  assert.deepEqual(names.filter((name) => name.includes("The No")), []);
});

story("A yes to counting alone keeps no intent and no decisions", {}, async ({ page, url, server }) => {
  await visit(page, url);
  await page.getByText("Choose for each purpose").click();
  await page.getByRole("checkbox", { name: "Count what is read" }).check();
  await answer(page, "Only what I ticked");
  await evaluate(page, url);
  await visit(page, url);
  await arrived(server, "/features");
  assert.equal(await heroTitle(page), DEFAULT_TITLE);
  assert.deepEqual(Object.keys((await kept(page)).local).sort(), ["courtesy.consent", "courtesy.receipts", "courtesy.visitor"]);
});

story("A yes to fitting the page alone sends nothing and opens no database", {}, async ({ page, url, server }) => {
  await visit(page, url);
  await page.getByText("Choose for each purpose").click();
  await page.getByRole("checkbox", { name: "Fit the page to you" }).check();
  await answer(page, "Only what I ticked");
  await evaluate(page, url);
  await visit(page, url);
  assert.equal(await heroTitle(page), EVALUATOR_TITLE);
  const { local, databases } = await kept(page);
  assert.deepEqual(Object.keys(local).sort(), ["courtesy.ahead", "courtesy.consent", "courtesy.intent", "courtesy.receipts"]);
  assert.deepEqual(databases, []);
  assert.equal(posted(server), 0);
});

story("A yes taken back takes everything along, and nothing more is sent", {}, async ({ page, url, server }) => {
  await visit(page, url);
  await answer(page, YES);
  await evaluate(page, url);
  await visit(page, url);
  assert.equal(await heroTitle(page), EVALUATOR_TITLE);
  await arrived(server, "/features");
  await reopen(page);
  await answer(page, NO);
  // What others left is taken away by code that comes for it.
  await until(async () => (await page.context().cookies()).length === 0);
  await assertOnlyRefusal(page);
  await until(() => server.batches.every(({ status }) => status !== null));
  const before = posted(server);
  await track(page, "Afterwards");
  await quiet(1_000);
  await visit(page, url);
  assert.equal(await heroTitle(page), DEFAULT_TITLE);
  await track(page, "Afterwards");
  await page.close();
  await quiet(500);
  assert.equal(posted(server), before);
  assert.equal((await server.events.rows()).filter((row) => row.name === "Afterwards").length, 0);
});

story("Events that still wait when the yes is taken back are never sent, not even by the leaving page", {}, async ({ page, url, server, newTab }) => {
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  server.setFault({ status: 503 });
  await track(page, "Waiting");
  await until(async () => (await queued(page)).some((row) => row.includes("Waiting")));
  await reopen(page);
  await answer(page, NO);
  await assertOnlyRefusal(page);
  server.setFault();
  const before = posted(server);
  await quiet(1_000);
  await page.goto("about:blank");
  const next = await newTab();
  await visit(next, url);
  await quiet(500);
  assert.equal(posted(server), before);
  assert.equal((await server.events.rows()).filter((row) => row.name === "Waiting").length, 0);
});

story("Taking a yes back in one tab holds in the other: nothing is kept or sent there any more", {}, async ({ page, url, server, newTab }) => {
  await visit(page, url);
  await answer(page, YES);
  const other = await newTab();
  await visit(other, `${url}/pricing`);
  await arrived(server, "/pricing");
  await until(async () => (await queued(other)).length === 0);
  await reopen(page);
  await answer(page, NO);
  // The other tab has the database open, and must not keep it from being deleted.
  await assertOnlyRefusal(page);
  await allowed(other, "analytics", false);
  const before = posted(server);
  await track(other, "In The Other Tab");
  await quiet(1_000);
  await other.reload();
  await assertOnlyRefusal(other);
  assert.equal(posted(server), before);
  assert.equal((await server.events.rows()).filter((row) => row.name === "In The Other Tab").length, 0);
});

story("A database of ours that somebody else's page holds open is deleted as soon as it can be", {}, async ({ page, url, server, newTab }) => {
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  const other = await newTab();
  await other.goto(`${url}/favicon.svg`);
  await other.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.open("courtesy").onsuccess = (event) => resolve((window.held = event.target.result).name);
      }),
  );
  await reopen(page);
  await answer(page, NO);
  await until(async () => Object.keys((await kept(page)).local).length === 2);
  await other.close();
  await assertOnlyRefusal(page);
});
