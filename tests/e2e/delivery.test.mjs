/** Delivery, answer by answer: what the receiver may say, and what the browser may refuse, each in a real browser. */
import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { story } from "./browser.mjs";
import { arrived, assertWhole, events } from "./collected.mjs";
import { demoConfig } from "./demo-config.mjs";
import { queued } from "./device.mjs";
import { until } from "./until.mjs";
import { answer, track, visit, YES } from "./visitor.mjs";

/** A visitor who said yes, and whose landing has arrived. */
async function saysYes({ page, url, server }) {
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
}

const settings = (events) => demoConfig((config) => Object.assign((config.events ??= {}), events));

story("track() settles when the event is kept, and says where; what is not recorded settles with nothing", {}, async (stage) => {
  const { page, url, server } = stage;
  await visit(page, url);
  assert.equal(await page.evaluate(() => courtesy.track("Before The Answer")), undefined);
  await answer(page, YES);
  await arrived(server, "Before The Answer");
  const kept = await page.evaluate(() => courtesy.track("Kept"));
  assert.equal(kept.storage, "indexeddb");
  assert.match(kept.message_id, /^[0-9a-f-]{36}$/);
  const refused = await page.evaluate(() => {
    const cyclic = {};
    cyclic.self = cyclic;
    return courtesy.track("Cyclic", cyclic);
  });
  assert.equal(refused, undefined);
});

story("A batch that is too large for the receiver arrives in smaller ones", {}, async (stage) => {
  const { page, server } = stage;
  await saysYes(stage);
  server.setFault({ maxEvents: 3 });
  await page.evaluate(() => {
    for (let n = 1; n <= 10; n++) courtesy.track("One Of Ten", { n });
  });
  const rows = await arrived(server, "One Of Ten", 10);
  assert.deepEqual(rows.map(({ properties }) => properties.n), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.ok(server.batches.some(({ status }) => status === 413));
  await assertWhole(server);
});

for (const [form, retryAfterIsDate] of [["in seconds", false], ["as a date", true]]) {
  story(`A receiver that asks for patience ${form} is given it`, {}, async (stage) => {
    const { page, server } = stage;
    await saysYes(stage);
    // A date has whole seconds: asked for three, it may be two and a bit.
    server.setFault({ status: 429, retryAfterSeconds: 3, retryAfterIsDate });
    await track(page, "Patient");
    const refused = await until(() => server.batches.find(({ status }) => status === 429));
    server.setFault();
    await arrived(server, "Patient");
    const taken = server.batches.at(-1);
    assert.ok(taken.receivedAtMs - refused.receivedAtMs > 1_900, `${taken.receivedAtMs - refused.receivedAtMs} ms`);
    await assertWhole(server);
  });
}

story("Where the receiver takes it a batch is compressed, if that makes it smaller", { server: { config: settings({ gzip: true }) } }, async (stage) => {
  const { page, server } = stage;
  const bodies = [];
  page.on("request", (request) => request.method() === "POST" && bodies.push([request.headers(), request.postDataBuffer()]));
  await saysYes(stage);
  await page.evaluate(() => {
    for (let n = 1; n <= 30; n++) courtesy.track("Alike", { n });
  });
  await arrived(server, "Alike", 30);
  await assertWhole(server);
  const zipped = bodies.filter(([headers]) => headers["content-encoding"] === "gzip");
  assert.ok(zipped.length > 0);
  for (const [, body] of zipped) {
    // What DevTools do not hand over cannot be looked into; that it arrived says that it was gzip.
    if (body?.length) assert.ok(gunzipSync(body).length > body.length);
  }
});

story("As NDJSON, a line for each event, they arrive as they do as a batch", { server: { config: settings({ format: "ndjson", endpoint: "/v1/ndjson" }) } }, async (stage) => {
  const { page, url, server } = stage;
  await saysYes(stage);
  await page.evaluate(() => {
    for (let n = 1; n <= 30; n++) courtesy.track("Lined Up", { n, text: 'a\nb"}' });
  });
  const rows = await arrived(server, "Lined Up", 30);
  assert.deepEqual(rows.map(({ properties }) => properties.n).sort((a, b) => a - b), Array.from({ length: 30 }, (_, n) => n + 1));
  assert.equal(rows[0].properties.text, 'a\nb"}');
  // Also what leaves with its page.
  await page.evaluate(() => courtesy.track("Last Word"));
  await page.goto("about:blank");
  await arrived(server, "Last Word");
  const lines = server.batches.at(-1).body.split("\n");
  assert.equal(lines.pop(), "", "each line has its end");
  for (const line of lines) assert.deepEqual(Object.keys(JSON.parse(line)).slice(-2), ["sentAt", "writeKey"]);
});

story("A batch that is being compressed when the visitor says no does not leave", { server: { config: settings({ gzip: true }) } }, async (stage) => {
  const { page, server } = stage;
  await saysYes(stage);
  await until(async () => (await queued(page)).length === 0);
  await page.evaluate(async () => {
    for (let n = 0; n < 40; n++) courtesy.track("Pressed", { n, pad: "x".repeat(800) });
    await 0;
    await 0;
    await courtesy.consent.set({ analytics: false });
    await new Promise((done) => setTimeout(done, 1_000));
  });
  assert.deepEqual(await events(server, "Pressed"), []);
});

story("A page in the receiver's place is no answer: what it swallowed is sent again", {}, async (stage) => {
  const { page, url, server } = stage;
  await saysYes(stage);
  let swallowed = 0;
  await page.route("**/v1/batch", (route) => {
    swallowed++;
    return route.fulfill({ status: 200, contentType: "text/html", body: "\n<!DOCTYPE html><h1>Log in to the network</h1>" });
  });
  await track(page, "Order Completed", { total: 5 });
  await until(() => swallowed > 0);
  await page.unroute("**/v1/batch");
  await visit(page, `${url}/pricing`);
  await arrived(server, "Order Completed");
  await assertWhole(server);
});

story("Offline is no failure: nothing is reported, and being online again is enough", {}, async (stage) => {
  const { page, server, context } = stage;
  await saysYes(stage);
  await page.evaluate(() => {
    window.errors = [];
    const { error } = console;
    console.error = (...args) => (window.errors.push(String(args[0])), error(...args));
  });
  await context.setOffline(true);
  await track(page, "Offline", { n: 1 });
  await until(async () => (await queued(page)).some((row) => row.includes('"n":1')));
  // Tried at least once.
  await new Promise((done) => setTimeout(done, 2_500));
  await track(page, "Offline", { n: 2 });
  await context.setOffline(false);
  const rows = await arrived(server, "Offline", 2, 3_000);
  assert.deepEqual(rows.map(({ properties }) => properties.n), [1, 2]);
  assert.deepEqual(await page.evaluate(() => window.errors.filter((error) => error.startsWith("DeliveryError"))), []);
  await assertWhole(server);
});

story("More than a beacon holds leaves with the page all the same, by fetchLater", {}, async (stage) => {
  const { page, server, url } = stage;
  await saysYes(stage);
  assert.ok(await page.evaluate(() => typeof fetchLater === "function"));
  await until(async () => (await queued(page)).length === 0);
  // A batch that was answered in the last second counts towards the beacon's quota.
  await new Promise((done) => setTimeout(done, 1_100));
  await page.evaluate(() => {
    const filler = "x".repeat(12_000);
    for (let n = 1; n <= 9; n++) courtesy.track("Large", { n, filler });
    // Before the task ends: nothing was sent by fetch.
    location.href = "about:blank";
  });
  await arrived(server, "Large", 8);
  assert.equal(server.batches.length, 3, "the landing, a beacon and what fetchLater had");
  // The next visit sends what neither of them held, and again what nobody has answered for.
  await visit(page, url);
  await arrived(server, "Large", 9);
  await until(async () => (await queued(page)).length === 0);
  await assertWhole(server);
});

story("Hooks change and drop events before they are kept; one that throws costs itself only", {}, async (stage) => {
  const { page, server, uncaught } = stage;
  await stage.context.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => {
      courtesy.events.use((event) => {
        if (event.event === "Secret") return null;
        event.properties.seen = true;
        event.messageId = "mine";
      });
      courtesy.events.use(() => {
        throw new Error("a hook's own");
      });
      courtesy.events.use((event) => ({ ...event, properties: { ...event.properties, last: true } }));
    });
  });
  await saysYes(stage);
  await page.evaluate(() => {
    courtesy.track("Secret");
    courtesy.track("Open", { n: 1 });
  });
  const [open] = await arrived(server, "Open");
  assert.deepEqual(open.properties, { n: 1, seen: true, last: true });
  assert.notEqual(open.message_id, "mine");
  assert.equal(open.context.courtesy.dropped.hook, 1);
  const [landing] = await events(server, "/");
  assert.equal(landing.properties.seen, true);
  assert.equal((await events(server, "Secret")).length, 0);
  assert.ok(uncaught.splice(0).every(({ message }) => message === "a hook's own"));
});

story("A row that cannot be read is set aside and counted; the others arrive", {}, async (stage) => {
  const { page, server, url } = stage;
  await saysYes(stage);
  await until(async () => (await queued(page)).length === 0);
  await page.evaluate(async () => {
    const request = indexedDB.open("courtesy");
    await new Promise((done) => (request.onsuccess = done));
    const rows = request.result.transaction("queue", "readwrite").objectStore("queue");
    rows.put("0{not json", "00000000-0000-7000-8000-000000000001");
    rows.put({ neither: "text" }, "00000000-0000-7000-8000-000000000002");
    // JSON, and no event of this id: its batch would be refused with all that is in it.
    rows.put("0null", "00000000-0000-7000-8000-000000000004");
    rows.put("0[1,2]", "00000000-0000-7000-8000-000000000005");
    rows.put('0{"type":"track","messageId":"00000000-0000-7000-8000-000000000003","anonymousId":"a","event":"Good","timestamp":"2026-01-01T00:00:00.000Z","context":{"courtesy":{"instance_id":"i","session_id":"s","seq":1,"dropped":{}}}}', "00000000-0000-7000-8000-000000000003");
    await new Promise((done) => (rows.transaction.oncomplete = done));
    request.result.close();
  });
  await visit(page, `${url}/pricing`);
  await arrived(server, "Good");
  await track(page, "After");
  const [after] = await arrived(server, "After");
  assert.equal(after.context.courtesy.dropped.corrupt, 4);
  // Not again.
  await visit(page, `${url}/docs`);
  await track(page, "Later");
  const [later] = await arrived(server, "Later");
  assert.deepEqual(later.context.courtesy.dropped, {});
});
