/** granted.wasm, the code that only a yes leads to: not there before one, there after it, and nothing is lost while it is on its way. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, assertWhole, events } from "./collected.mjs";
import { kept, NOTHING, queued } from "./device.mjs";
import { npmSite, openNpmPage } from "./npm-page.mjs";
import { classified, watchConsole } from "./reports.mjs";
import { quiet, until } from "./until.mjs";
import { answer, EVALUATOR_TITLE, evaluate, heroTitle, NO, reopen, settled, track, visit, YES } from "./visitor.mjs";

const FILE = "**/granted.wasm";
const requested = (server) => server.requests.filter(({ path }) => path.endsWith("granted.wasm")).map(({ path }) => path);

/** Lets granted.wasm come when the story wants it to, and not before. */
async function held(context) {
  let release;
  const gate = new Promise((done) => (release = done));
  await context.route(FILE, async (route) => {
    await gate;
    await route.continue().catch(() => {}); // The page may have gone.
  });
  return release;
}

story("Without a yes granted.wasm is never asked for; a yes asks for it once, and the landing arrives with its own time", {}, async ({ page, url, server }) => {
  await visit(page, url);
  const held = await track(page, "Held");
  await quiet(300);
  assert.deepEqual(requested(server), []);
  await answer(page, YES);
  const [view] = await arrived(server, "/");
  const [row] = await arrived(server, "Held");
  const openedAtMs = await page.evaluate(() => performance.timeOrigin);
  assert.ok(Date.parse(view.timestamp) >= openedAtMs && Date.parse(view.timestamp) <= held);
  assert.ok(Math.abs(Date.parse(row.timestamp) - held) <= 50);
  assert.deepEqual([view.seq, row.seq], [1, 2]);
  await track(page, "Afterwards");
  await arrived(server, "Afterwards");
  assert.deepEqual(requested(server), ["/courtesy/granted.wasm"]);
  await assertWhole(server);
});

story("A no asks for nothing, on this page or a later one", {}, async ({ page, url, server }) => {
  await visit(page, url);
  await track(page, "Held");
  await answer(page, NO);
  await visit(page, `${url}/pricing`);
  await quiet(300);
  assert.deepEqual(requested(server), []);
});

story("A visitor of earlier pages has both halves before anything starts, and they come at the same time", {}, async ({ page, url, server, context }) => {
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  const before = server.requests.length;
  // The main half is late: the other does not wait for it.
  let isLate = false;
  await context.route("**/courtesy.wasm", async (route) => {
    await until(() => requested({ requests: server.requests.slice(before) }).length === 1);
    isLate = true;
    await route.continue();
  });
  assert.equal(await visit(page, `${url}/pricing`), "running");
  assert.ok(isLate);
  assert.equal(await page.evaluate(() => window.courtesy.events.recent().length), 1, "recorded at the start");
  assert.equal(requested({ requests: server.requests.slice(before) }).length, 1);
});

story("What is tracked while granted.wasm is on its way waits, and keeps its time and its order", {}, async ({ page, url, server, context }) => {
  const release = await held(context);
  await visit(page, `${url}/pricing`);
  const first = await track(page, "First");
  await answer(page, YES);
  const second = await track(page, "Second");
  assert.equal(await page.evaluate(() => window.courtesy.consent.get().purposes.analytics), true);
  assert.deepEqual(await page.evaluate(() => [window.courtesy.events.recent(), window.courtesy.intent.scores()]), [[], {}]);
  await quiet(300);
  const { local, databases } = await kept(page);
  // Who hears of the yes in another tab finds the visitor that it allows.
  assert.deepEqual([Object.keys(local).sort(), databases], [["courtesy.consent", "courtesy.receipts", "courtesy.visitor"], []]);
  release();
  await arrived(server, "Second");
  const rows = await events(server);
  assert.deepEqual(rows.slice(0, 3).map(({ type, name, seq }) => [type, type === "page" ? "" : name, seq]), [["page", "", 1], ["track", "First", 2], ["track", "Second", 3]]);
  [first, second].forEach((atMs, index) => assert.ok(Math.abs(Date.parse(rows[index + 1].timestamp) - atMs) <= 50));
  assert.ok((await page.evaluate(() => window.courtesy.intent.scores().evaluate)) > 19, "the pricing page was read");
});

story("A yes taken back while granted.wasm is on its way leaves nothing, then or later", {}, async ({ page, url, server, context }) => {
  const release = await held(context);
  await visit(page, url);
  await track(page, "Under The Yes");
  await answer(page, YES);
  await reopen(page);
  await answer(page, NO);
  release();
  await until(() => requested(server).length === 1);
  await track(page, "Under The No");
  await quiet(1_000);
  const { local, ...rest } = await kept(page);
  assert.deepEqual({ ...rest, local: {} }, NOTHING);
  assert.deepEqual(Object.keys(local).sort(), ["courtesy.consent", "courtesy.receipts"]);
  assert.equal(server.batches.length, 0);
});

story("What stood in a slot stays until granted.wasm is there, and what was decided ahead is right at once", {}, async ({ page, url, context }) => {
  await visit(page, url);
  await answer(page, YES);
  await evaluate(page, url);
  const release = await held(context);
  await page.goto(url);
  assert.equal(await heroTitle(page), EVALUATOR_TITLE);
  await quiet(300);
  assert.equal(await heroTitle(page), EVALUATOR_TITLE);
  release();
  assert.equal(await settled(page), "running");
  assert.equal(await heroTitle(page), EVALUATOR_TITLE);
});

/** granted.wasm does not come: one error, a whole page, and all is there once it does come. */
function failure(title, kind, refuse) {
  story(`${title}: one error, the page works, and what happened arrives once it comes`, {}, async ({ page, url, server, context }) => {
    const reports = watchConsole(context);
    await refuse(context);
    await visit(page, `${url}/pricing`);
    const first = await track(page, "First");
    await answer(page, YES);
    await until(async () => (await reports()).length > 0);
    await track(page, "Second");
    // Each answer is another occasion to ask for it.
    await page.evaluate(() => window.courtesy.consent.set({ media: false }));
    await quiet(300);
    assert.deepEqual(classified(await reports()), [{ name: "LoadError", kind }]);
    assert.deepEqual(await queued(page), []);
    assert.equal(server.batches.length, 0);
    assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
    await context.unroute(FILE);
    await page.evaluate(() => window.courtesy.consent.set({ media: true }));
    await arrived(server, "Second");
    const rows = await events(server);
    assert.deepEqual(rows.slice(0, 3).map(({ seq }) => seq), [1, 2, 3]);
    assert.ok(Math.abs(Date.parse(rows[1].timestamp) - first) <= 50);
    assert.deepEqual(classified(await reports()), [{ name: "LoadError", kind }]);
  });
}

failure("Blocked", "network", (context) => context.route(FILE, (route) => route.abort()));
failure("Not there", "network", (context) => context.route(FILE, (route) => route.fulfill({ status: 404, body: "none" })));
failure("Damaged", "invalid", (context) => context.route(FILE, (route) => route.fulfill({ contentType: "application/wasm", body: "This is no Wasm." })));
failure(
  "Of another kind",
  "invalid",
  (context) => context.route(FILE, (route) => route.fulfill({ contentType: "application/octet-stream", body: Buffer.from("0061736d0100000002080101620a6e6f7468696e670000", "hex") })),
);

story("A visitor of earlier pages without it is asked nothing, and shown no other content than before", {}, async ({ page, url, server, context }) => {
  const reports = watchConsole(context);
  await visit(page, url);
  await answer(page, YES);
  await evaluate(page, url);
  await until(async () => (await queued(page)).length === 0);
  await context.route(FILE, (route) => route.abort());
  const { visitor } = await page.evaluate(() => ({ visitor: localStorage["courtesy.visitor"] }));
  assert.equal(await visit(page, url), "running");
  assert.equal(await heroTitle(page), EVALUATOR_TITLE, "what was decided ahead stands");
  await track(page, "Lost With This Page");
  assert.equal(await page.evaluate(() => localStorage["courtesy.visitor"]), visitor, "nothing is forgotten for it");
  assert.deepEqual(classified(await reports()), [{ name: "LoadError", kind: "network" }]);
  await context.unroute(FILE);
  const known = (await events(server, "/docs")).at(-1).anonymous_id;
  await visit(page, `${url}/contact`);
  const [row] = await arrived(server, "/contact");
  assert.equal(row.anonymous_id, known);
});

story("By the npm door a courtesy.wasm of the page's own choice has granted.wasm beside it", { server: { siteDir: await npmSite() } }, async ({ page, url, server }) => {
  await openNpmPage(page, url);
  await page.evaluate(() => window.make({ wasmUrl: "/again/courtesy.wasm" }));
  await page.evaluate(() => window.client.consent.set({ analytics: true }));
  await arrived(server, "/npm");
  assert.deepEqual(requested(server), ["/again/granted.wasm"]);
});
