/** The npm door: importing does nothing, creating begins, and on a server nothing happens at all. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { DIST, story } from "./browser.mjs";
import { arrived, assertWhole } from "./collected.mjs";
import { kept, NOTHING, watchAttempts } from "./device.mjs";
import { npmSite, openNpmPage, withClient } from "./npm-page.mjs";
import { quiet, until } from "./until.mjs";
import { answer, banner, YES } from "./visitor.mjs";

const run = promisify(execFile);
const site = { siteDir: await npmSite() };

/** Runs a module in a Node of its own, where there is no window. */
const onServer = (script) =>
  run(process.execPath, ["--input-type=module", "-e", script.replace("COURTESY", pathToFileURL(`${DIST}/index.js`).href)]);

story("Importing the package twice does nothing until a client is made", { server: site, prepare: watchAttempts }, async ({ page, url, server }) => {
  await openNpmPage(page, url);
  await quiet(300);
  assert.equal(await page.evaluate(() => customElements.get("courtesy-slot")), undefined);
  assert.deepEqual(await page.evaluate(() => window.attempts), []);
  assert.deepEqual(await kept(page), NOTHING);
  const ours = server.requests.map(({ path }) => path).filter((path) => /^\/(courtesy|again)/.test(path));
  assert.deepEqual(ours, ["/courtesy/index.js", "/again/index.js"]);
});

story("A client by the npm door asks, records, and finds its files beside itself", { server: site }, async ({ page, url, server }) => {
  await openNpmPage(page, url);
  assert.equal(await page.evaluate(() => window.make()), "running");
  await banner(page).waitFor();
  await answer(page, YES);
  await page.evaluate(() => window.client.track("By Npm"));
  await arrived(server, "By Npm");
  assert.deepEqual(await page.evaluate(() => window.reports), []);
  await assertWhole(server);
});

story("A config handed over as an object is taken as it is", { server: site }, async ({ page, url, server }) => {
  await openNpmPage(page, url);
  const state = await page.evaluate(() =>
    window.make({ config: { consent: { purposes: [{ id: "analytics", title: "Count" }] }, events: { write_key: "inline" } } }),
  );
  assert.equal(state, "running");
  await page.evaluate(() => {
    window.client.consent.set({ analytics: true });
    window.client.track("Inline");
  });
  await arrived(server, "Inline");
  assert.ok(!server.requests.some(({ path }) => path === "/courtesy.json"));
  assert.equal(JSON.parse(server.batches[0].body).writeKey, "inline");
});

story("Errors come to onError with name, kind, path and words, and not to the console", { server: site }, async ({ page, url, context }) => {
  const written = [];
  context.on("console", (message) => message.type() === "error" && written.push(message.text()));
  await openNpmPage(page, url);
  const state = await page.evaluate(() => window.make({ config: { events: { flush_at: "ten" } } }));
  assert.equal(state, "inert");
  const [report, ...more] = await page.evaluate(() => window.reports);
  assert.deepEqual([report.name, report.kind, report.path], ["ConfigError", "type", "events.flush_at"]);
  assert.ok(report.message.length > 10);
  assert.deepEqual(more, []);
  assert.deepEqual(written, []);
});

story("An onError that throws hurts nobody but itself", { server: site }, async (stage) => {
  const { page, url, uncaught } = stage;
  await openNpmPage(page, url);
  const state = await page.evaluate(() => {
    const client = window.createCourtesy({
      config: 7,
      onError() {
        throw new Error("from the page's onError");
      },
    });
    return client.ready;
  });
  assert.equal(state, "inert");
  await quiet(100);
  assert.deepEqual(uncaught.splice(0).map(({ message }) => message), ["from the page's onError"]);
});

/** How many views were recorded; what records them comes after the yes. */
async function views(page) {
  await until(() => page.evaluate(() => window.client.events.recent().length));
  return page.evaluate(() => window.client.events.recent().filter(({ type }) => type === "page").length);
}

story("A page that asks twice for its client gets the same one, and one view is recorded", { server: site }, async ({ page, url }) => {
  await openNpmPage(page, url);
  const isSame = await page.evaluate(() => {
    const config = { consent: { purposes: [{ id: "analytics", title: "Count" }] } };
    window.client = window.createCourtesy({ config });
    return window.client === window.createCourtesy({ config });
  });
  assert.ok(isSame);
  await page.evaluate(async () => {
    await window.client.ready;
    window.client.consent.set({ analytics: true });
  });
  assert.equal(await views(page), 1);
});

story("A page with the script tag and the package has one client, and records one view", { server: site }, async ({ page, url }) => {
  await page.goto(url);
  await page.evaluate(() => window.courtesy.ready);
  // A module of the page's own server, as a bundle is.
  const isSame = await page.evaluate(async () => {
    const { createCourtesy } = await import("/courtesy/index.js");
    window.client = createCourtesy({ config: 7, onError: () => (window.isRefused = true) });
    return window.client === window.courtesy;
  });
  assert.ok(isSame);
  await answer(page, YES);
  assert.equal(await views(page), 1);
  assert.equal(await page.evaluate(() => window.isRefused), undefined);
});

story("An element that bears the name of the script tag's client is none", { server: site }, async ({ page, url }) => {
  await openNpmPage(page, url);
  const state = await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement("p"), { id: "courtesy" }));
    return window.createCourtesy({ config: "/courtesy.json", google: true }).ready;
  });
  assert.equal(state, "running");
});

story("Two copies of the package in one page do not hurt each other's slots", { server: site }, async ({ page, url }) => {
  await openNpmPage(page, url);
  const states = await page.evaluate(() => {
    const config = { consent: { purposes: [{ id: "analytics", title: "Count" }] } };
    return Promise.all([window.createCourtesy({ config }).ready, window.createCourtesyAgain({ config }).ready]);
  });
  assert.deepEqual(states, ["running", "running"]);
  assert.equal(await page.locator("courtesy-slot h2").textContent(), "The default title");
});

test("On a server the import works and does nothing", async () => {
  const { stdout, stderr } = await onServer('const door = await import("COURTESY"); console.log(Object.keys(door).join())');
  assert.equal(stdout.trim(), "createCourtesy");
  assert.equal(stderr, "");
});

test("On a server a client is inert: every call is taken, nothing is loaded, and the process ends by itself", async () => {
  const script = `
    import { createCourtesy } from "COURTESY";
    globalThis.fetch = () => { throw new Error("nothing may be fetched"); };
    const errors = [];
    const courtesy = createCourtesy({ config: "/courtesy.json", onError: (error) => errors.push(String(error)) });
    courtesy.track("A", { n: 1 });
    courtesy.page();
    courtesy.consent.set({ analytics: true });
    courtesy.consent.open();
    const stops = [courtesy.consent.onChange(() => {}), courtesy.events.onRecord(() => {}), courtesy.intent.onChange(() => {}), courtesy.slots.onDecision(() => {})];
    const ready = await courtesy.ready;
    courtesy.track("B");
    stops.forEach((stop) => stop());
    console.log(JSON.stringify({
      ready, errors, consent: courtesy.consent.get() ?? null, why: courtesy.consent.why("analytics") ?? null,
      purposes: courtesy.consent.purposes(), recent: courtesy.events.recent(), scores: courtesy.intent.scores(),
      slots: courtesy.slots.names(), decision: courtesy.slots.decide("hero") ?? null,
    }));`;
  const { stdout, stderr } = await onServer(script);
  assert.deepEqual(JSON.parse(stdout), {
    ready: "inert", errors: [], consent: null, why: null, purposes: [], recent: [], scores: {}, slots: [], decision: null,
  });
  assert.equal(stderr, "");
});

test("On a server the calls that an inert client takes are not hoarded", async () => {
  const script = `
    import { createCourtesy } from "COURTESY";
    const courtesy = createCourtesy({ config: "/courtesy.json" });
    await courtesy.ready;
    const text = "x".repeat(1_000);
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < 100_000; n += 1) courtesy.track("Request", { n, items: [text + n, n, n, n, n, n, n, n] });
    console.log(Math.round((process.memoryUsage().heapUsed - before) / 1e6));`;
  const { stdout } = await onServer(script);
  assert.ok(Number(stdout) < 20, `${stdout.trim()} MB are kept of calls that nobody will ever answer`);
});
