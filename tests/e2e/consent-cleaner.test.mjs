/** What a withdrawn purpose had kept is gone wherever it lay, or said to be left. */
import assert from "node:assert/strict";
import { siteWith } from "./altered-files.mjs";
import { story } from "./browser.mjs";
import { html } from "./gated-page.mjs";
import { stubbedSdk } from "./stub-engine.mjs";
import { until } from "./until.mjs";
import { visit } from "./visitor.mjs";

// A shop on a subdomain of its own; `*.localhost` is as trustworthy as https, which Secure cookies need.
const args = ["--host-resolver-rules=MAP *.example 127.0.0.1", "--no-proxy-server"];
const siteDir = await siteWith({ "docs/deep.html": html() });
const options = { server: { sdkDir: await stubbedSdk(), siteDir }, args };
const at = (url, host) => url.replace("127.0.0.1", host);
const NOTHING = { cookies: [], storage: [], databases: [], reload: false };

/** Goes to a page deep in the shop. */
const open = ({ page, url }, host) => visit(page, `${at(url, host)}/docs/deep`);

/** What the engine says after a withdrawal, and the report that the page gets. */
const clean = (page, what) =>
  page.evaluate(
    (what) =>
      new Promise((done) => {
        window.courtesy.consent.onCleaned(done);
        // STUB: the engine's own news, once a withdrawal brings it.
        window.stub.notify("clean", what);
      }),
    { ...NOTHING, ...what },
  );
const setCookies = (page, cookies) => page.evaluate((cookies) => cookies.forEach((cookie) => (document.cookie = cookie)), cookies);
const names = async (context) => (await context.cookies()).map(({ name, domain, path }) => `${name} ${domain}${path}`).sort();
const cookie = (name) => ({ kind: "cookie", name });

story("Cookies go from every domain and path that a script may have set them on, and only the named ones", options, async (stage) => {
  const { page, context } = stage;
  await open(stage, "a.shop.example");
  await setCookies(page, [
    "_ga=1; domain=shop.example; path=/", "_ga=2; path=/", "_ga=3; path=/docs", "_ga=4; path=/docs/", "_ga=5; domain=a.shop.example; path=/docs/deep",
    "_ga_X1=1; domain=.shop.example; path=/", "_ga_X2=1; path=/docs/deep", "_gat=stays; path=/", "cart=stays; domain=shop.example; path=/",
    "courtesy.consent=stays; path=/",
  ]);
  assert.equal((await context.cookies()).length, 10);
  const report = await clean(page, { cookies: ["_ga", "_ga_*", "courtesy*", "never_there"] });
  assert.deepEqual(await names(context), ["_gat a.shop.example/", "cart .shop.example/", "courtesy.consent a.shop.example/"]);
  assert.deepEqual(report.left, []);
  assert.deepEqual(report.removed.map(({ name }) => name).sort(), ["_ga", "_ga_X1", "_ga_X2"]);
});

story("Secure, partitioned and prefixed cookies go too", options, async (stage) => {
  const { page, context } = stage;
  await open(stage, "a.shop.localhost");
  await setCookies(page, [
    "id_secure=1; path=/; secure", "id_wide=1; path=/; domain=shop.localhost; secure", "id_jar=1; path=/; secure; samesite=none; partitioned",
    "__Host-id=1; path=/; secure", "__Secure-id=1; path=/docs; secure", "__Host-jar=1; path=/; secure; samesite=none; partitioned",
  ]);
  assert.equal((await context.cookies()).length, 6);
  const report = await clean(page, { cookies: ["id_*", "__Host-*", "__Secure-id"] });
  assert.deepEqual(await names(context), []);
  assert.deepEqual([report.removed.length, report.left], [6, []]);
});

story("A cookie that only its server can delete is reported as left, and one that is not there is not", options, async (stage) => {
  const { page, context } = stage;
  const base = { value: "1", path: "/", httpOnly: true };
  await context.addCookies([
    { ...base, name: "session_wide", domain: ".shop.example" },
    { ...base, name: "session_here", domain: "a.shop.example" },
  ]);
  await open(stage, "a.shop.example");
  const before = await names(context);
  const report = await clean(page, { cookies: ["session_wide", "session_here", "not_there", "gone"] });
  assert.deepEqual(report, { removed: [], left: [cookie("session_wide"), cookie("session_here")] });
  assert.deepEqual(await names(context), before, "the probes are gone");
});

story("A cookie that comes back is deleted again; one that comes back the last time is reported", options, async (stage) => {
  const { page, context } = stage;
  await open(stage, "a.shop.example");
  await setCookies(page, ["again=1; path=/", "once=1; path=/"]);
  await page.evaluate(() => {
    setTimeout(() => (document.cookie = "once=2; path=/"), 150);
    window.again = setInterval(() => (document.cookie = "again=2; path=/"), 100);
  });
  const report = await clean(page, { cookies: ["again", "once"] });
  assert.deepEqual(report, { removed: [cookie("once")], left: [cookie("again")] });
  await page.evaluate(() => clearInterval(window.again));
  await setCookies(page, ["again=; path=/; max-age=0"]);
  assert.deepEqual(await names(context), []);
});

story("Storage keys and databases go by name and by pattern, in both storages, and ours stay", options, async (stage) => {
  const { page } = stage;
  await open(stage, "a.shop.example");
  await page.evaluate(async () => {
    for (const storage of [localStorage, sessionStorage]) for (const key of ["amp_1", "amp_2", "hj", "mine", "courtesy.visitor"]) storage[key] = "1";
    for (const name of ["amp_events", "mine", "courtesy"]) await new Promise((done) => (indexedDB.open(name).onsuccess = ({ target }) => (target.result.close(), done())));
  });
  const report = await clean(page, { storage: ["amp_*", "hj", "*y.visitor", "courtesy.visitor"], databases: ["amp_*", "courtesy", "absent"] });
  const rest = await page.evaluate(async () => [
    Object.keys(localStorage).sort(), Object.keys(sessionStorage).sort(), (await indexedDB.databases()).map(({ name }) => name).sort(),
  ]);
  assert.deepEqual(rest, [["courtesy.visitor", "mine"], ["courtesy.visitor", "mine"], ["courtesy", "mine"]]);
  assert.deepEqual(report.left, []);
  assert.deepEqual(report.removed.map(({ kind, name }) => `${kind} ${name}`).sort(), [
    "database amp_events", "local amp_1", "local amp_2", "local hj", "session amp_1", "session amp_2", "session hj",
  ]);
});

story("A database that a script holds open is reported as left", options, async (stage) => {
  const { page } = stage;
  await open(stage, "a.shop.example");
  await page.evaluate(() => new Promise((done) => (indexedDB.open("held").onsuccess = ({ target }) => ((window.held = target.result), done()))));
  const report = await clean(page, { databases: ["held"] });
  assert.deepEqual(report, { removed: [], left: [{ kind: "database", name: "held" }] });
});

story("The page is loaded again only where the purpose says so, and at once", options, async (stage) => {
  const { page, context } = stage;
  await open(stage, "a.shop.example");
  await setCookies(page, ["id=1; path=/"]);
  let loads = 0;
  page.on("load", () => (loads += 1));
  await clean(page, { cookies: ["id"] });
  assert.equal(loads, 0);
  await page.evaluate((what) => window.stub.notify("clean", what), { ...NOTHING, reload: true });
  await until(() => loads === 1, 2_000);
  assert.deepEqual(await names(context), []);
});
