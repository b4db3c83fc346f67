/** What a withdrawn purpose had kept is gone wherever it lay, or said to be left. */
import assert from "node:assert/strict";
import { siteWith } from "./altered-files.mjs";
import { story } from "./browser.mjs";
import { choose, withConsent } from "./consent-config.mjs";
import { html } from "./gated-page.mjs";
import { until } from "./until.mjs";
import { visit } from "./visitor.mjs";

// A shop on a subdomain of its own; `*.localhost` is as trustworthy as https, which Secure cookies need.
const args = ["--host-resolver-rules=MAP *.example 127.0.0.1", "--no-proxy-server"];
const siteDir = await siteWith({ "docs/deep.html": html() });
/** A site with a service that keeps these things, beside one that keeps others. */
const keeps = (declared) => ({
  server: {
    ...withConsent({ purposes: [{ id: "marketing", services: [{ id: "pixel", ...declared }, { id: "other", cookies: ["cart"], storage: ["mine"] }] }, { id: "analytics" }] }),
    siteDir,
  },
  args,
});
const at = (url, host) => url.replace("127.0.0.1", host);

/** Goes to a page deep in the shop, and says yes to everything there. */
async function open({ page, url }, host) {
  await visit(page, `${at(url, host)}/docs/deep`);
  await choose(page, { marketing: true, analytics: true });
}

/** Withdraws the service, and gives the report that the page gets. */
const withdraw = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        window.courtesy.consent.onCleaned(done);
        window.courtesy.consent.set({ "marketing/pixel": false });
      }),
  );
const setCookies = (page, cookies) => page.evaluate((cookies) => cookies.forEach((cookie) => (document.cookie = cookie)), cookies);
const isNotOurs = ({ name }) => name !== "courtesy.consent";
const names = async (context) => (await context.cookies()).filter(isNotOurs).map(({ name, domain, path }) => `${name} ${domain}${path}`).sort();
const cookie = (name) => ({ kind: "cookie", name });

story("Cookies go from every domain and path that a script may have set them on, and only the named ones", keeps({ cookies: ["_ga", "_ga_*", "courtesy*", "never_there"] }), async (stage) => {
  const { page, context } = stage;
  await open(stage, "a.shop.example");
  await setCookies(page, [
    "_ga=1; domain=shop.example; path=/", "_ga=2; path=/", "_ga=3; path=/docs", "_ga=4; path=/docs/", "_ga=5; domain=a.shop.example; path=/docs/deep",
    "_ga_X1=1; domain=.shop.example; path=/", "_ga_X2=1; path=/docs/deep", "_gat=stays; path=/", "cart=stays; domain=shop.example; path=/",
  ]);
  assert.equal((await names(context)).length, 9);
  const report = await withdraw(page);
  assert.deepEqual(await names(context), ["_gat a.shop.example/", "cart .shop.example/"]);
  const ours = (await context.cookies()).filter((cookie) => !isNotOurs(cookie));
  assert.deepEqual(ours.map(({ domain }) => domain), [".shop.example"], "our record of the no is nobody's to declare");
  assert.deepEqual(report.left, []);
  assert.deepEqual(report.removed.map(({ name }) => name).sort(), ["_ga", "_ga_X1", "_ga_X2"]);
});

story("Secure, partitioned and prefixed cookies go too", keeps({ cookies: ["id_*", "__Host-*", "__Secure-id"] }), async (stage) => {
  const { page, context } = stage;
  await open(stage, "a.shop.localhost");
  await setCookies(page, [
    "id_secure=1; path=/; secure", "id_wide=1; path=/; domain=shop.localhost; secure", "id_jar=1; path=/; secure; samesite=none; partitioned",
    "__Host-id=1; path=/; secure", "__Secure-id=1; path=/docs; secure", "__Host-jar=1; path=/; secure; samesite=none; partitioned",
  ]);
  assert.equal((await names(context)).length, 6);
  const report = await withdraw(page);
  assert.deepEqual(await names(context), []);
  assert.deepEqual([report.removed.length, report.left], [6, []]);
});

story("A cookie that only its server can delete is reported as left, and one that is not there is not", keeps({ cookies: ["session_wide", "session_here", "not_there", "gone"] }), async (stage) => {
  const { page, context } = stage;
  const base = { value: "1", path: "/", httpOnly: true };
  await context.addCookies([
    { ...base, name: "session_wide", domain: ".shop.example" },
    { ...base, name: "session_here", domain: "a.shop.example" },
  ]);
  await open(stage, "a.shop.example");
  const before = await names(context);
  const report = await withdraw(page);
  assert.deepEqual(report, { removed: [], left: [cookie("session_wide"), cookie("session_here")] });
  assert.deepEqual(await names(context), before, "the probes are gone");
});

story("A cookie that comes back is deleted again; one that comes back the last time is reported", keeps({ cookies: ["again", "once"] }), async (stage) => {
  const { page, context } = stage;
  await open(stage, "a.shop.example");
  await setCookies(page, ["again=1; path=/", "once=1; path=/"]);
  await page.evaluate(() => {
    setTimeout(() => (document.cookie = "once=2; path=/"), 150);
    window.again = setInterval(() => (document.cookie = "again=2; path=/"), 100);
  });
  const report = await withdraw(page);
  assert.deepEqual(report, { removed: [cookie("once")], left: [cookie("again")] });
  await page.evaluate(() => clearInterval(window.again));
  await setCookies(page, ["again=; path=/; max-age=0"]);
  assert.deepEqual(await names(context), []);
});

story("Storage keys and databases go by name and by pattern, in both storages, and ours stay", keeps({ storage: ["amp_*", "hj", "*y.visitor", "courtesy.visitor"], databases: ["amp_*", "courtesy", "absent"] }), async (stage) => {
  const { page } = stage;
  await open(stage, "a.shop.example");
  await page.evaluate(async () => {
    for (const storage of [localStorage, sessionStorage]) for (const key of ["amp_1", "amp_2", "hj", "mine", "courtesy.visitor"]) storage[key] = "1";
    for (const name of ["amp_events", "mine", "courtesy"]) await new Promise((done) => (indexedDB.open(name).onsuccess = ({ target }) => (target.result.close(), done())));
  });
  const report = await withdraw(page);
  const rest = await page.evaluate(async () => [
    Object.keys(localStorage).sort(), Object.keys(sessionStorage).sort(), (await indexedDB.databases()).map(({ name }) => name).sort(),
  ]);
  assert.deepEqual(rest, [["courtesy.consent", "courtesy.receipts", "courtesy.sender", "courtesy.visitor", "mine"], ["courtesy.visitor", "mine"], ["courtesy", "mine"]]);
  assert.deepEqual(report.left, []);
  assert.deepEqual(report.removed.map(({ kind, name }) => `${kind} ${name}`).sort(), [
    "database amp_events", "local amp_1", "local amp_2", "local hj", "session amp_1", "session amp_2", "session hj",
  ]);
});

story("A database that a script holds open is reported as left", keeps({ databases: ["held"] }), async (stage) => {
  const { page } = stage;
  await open(stage, "a.shop.example");
  await page.evaluate(() => new Promise((done) => (indexedDB.open("held").onsuccess = ({ target }) => ((window.held = target.result), done()))));
  const report = await withdraw(page);
  assert.deepEqual(report, { removed: [], left: [{ kind: "database", name: "held" }] });
});

story("Without a declared reload a withdrawal leaves the page as it is", keeps({ cookies: ["id"] }), async (stage) => {
  const { page, context } = stage;
  await open(stage, "a.shop.example");
  await setCookies(page, ["id=1; path=/"]);
  await page.evaluate(() => (window.isTheSame = true));
  assert.deepEqual(await withdraw(page), { removed: [cookie("id")], left: [] });
  assert.ok(await page.evaluate(() => window.isTheSame));
  assert.deepEqual(await names(context), []);
});

story("The page is loaded again where the service says so, once, and cleaned before and after", keeps({ cookies: ["id"], reload_on_withdrawal: true }), async (stage) => {
  const { page, context } = stage;
  await open(stage, "a.shop.example");
  // The service's script: it cannot be unrun, and sets its cookie as long as its page is there.
  await setCookies(page, ["id=1; path=/"]);
  await page.evaluate(() => addEventListener("pagehide", () => (document.cookie = "id=2; path=/")));
  let loads = 0;
  page.on("load", () => (loads += 1));
  await choose(page, { analytics: false });
  await choose(page, { "marketing/pixel": false });
  await until(() => loads === 1);
  await page.evaluate(() => window.courtesy.ready);
  // What it set while it was going is found by the next page.
  await until(async () => (await names(context)).length === 0);
  await page.evaluate(() => new Promise((done) => (window.courtesy.consent.onCleaned(done), setTimeout(done, 2_500))));
  assert.equal(loads, 1);
  await page.reload();
  await page.evaluate(() => window.courtesy.ready);
  await page.evaluate(() => new Promise((done) => (window.courtesy.consent.onCleaned(done), setTimeout(done, 2_500))));
  assert.equal(loads, 2, "not for ever: only a withdrawal loads the page again");
});

story("Withdrawing a purpose cleans up after all of its services, and what is declined stays clean on the next page", keeps({ cookies: ["id"] }), async (stage) => {
  const { page, context } = stage;
  await open(stage, "a.shop.example");
  await setCookies(page, ["id=1; path=/", "cart=1; path=/", "theirs=1; path=/"]);
  await choose(page, { marketing: false });
  await until(async () => (await names(context)).join() === "theirs a.shop.example/");
  // As a script does that some other page still runs.
  await context.addCookies([{ name: "id", value: "2", domain: "a.shop.example", path: "/" }]);
  await page.reload();
  await until(async () => (await names(context)).join() === "theirs a.shop.example/");
});

const overlapping = {
  server: {
    ...withConsent({ purposes: [
      { id: "necessary", necessary: true, cookies: ["session"], services: [{ id: "basket", storage: ["shop.cart"], databases: ["shop"] }] },
      { id: "analytics", cookies: ["_ga"] },
      // As a generator writes it: what is not said is `null`.
      { id: "marketing", title: null, vendor: null, cookies: ["_g*", "s*"], storage: ["shop.*"], databases: ["shop*"], services: null },
      { id: "media", cookies: null, storage: null, databases: null },
    ] }),
    siteDir,
  },
  args,
};

story("What an allowed item keeps stays, whatever else means it", overlapping, async (stage) => {
  const { page, context } = stage;
  await open(stage, "a.shop.example");
  await setCookies(page, ["session=1; path=/", "_ga=1; path=/", "_gcl=1; path=/", "side=1; path=/"]);
  await page.evaluate(async () => {
    Object.assign(localStorage, { "shop.cart": "1", "shop.ads": "1" });
    for (const name of ["shop", "shop-ads"]) await new Promise((done) => (indexedDB.open(name).onsuccess = ({ target }) => (target.result.close(), done())));
  });
  const report = await page.evaluate(() => new Promise((done) => (window.courtesy.consent.onCleaned(done), window.courtesy.consent.set({ marketing: false }))));
  assert.deepEqual(report.left, []);
  assert.deepEqual(report.removed.map(({ name }) => name).sort(), ["_gcl", "shop-ads", "shop.ads", "side"]);
  assert.deepEqual(await names(context), ["_ga a.shop.example/", "session a.shop.example/"]);
  assert.equal(await page.evaluate(() => localStorage["shop.cart"]), "1");
  assert.deepEqual(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)).then((all) => all.filter((name) => name !== "courtesy")), ["shop"]);
});

story("A yes while it still looks ends the removal: what is set then stays", keeps({ cookies: ["id"] }), async (stage) => {
  const { page, context } = stage;
  await open(stage, "a.shop.example");
  await setCookies(page, ["id=1; path=/"]);
  const report = page.evaluate(() => new Promise((done) => (window.courtesy.consent.onCleaned(done), window.courtesy.consent.set({ "marketing/pixel": false }))));
  await until(async () => (await names(context)).length === 0);
  await choose(page, { marketing: true });
  await setCookies(page, ["id=2; path=/"]);
  assert.deepEqual(await report, { removed: [], left: [] });
  assert.deepEqual(await names(context), ["id a.shop.example/"]);
});

story("Who declined and has nothing left is told of nothing, and what comes back goes", keeps({ cookies: ["id"], storage: ["key"], databases: ["base"] }), async (stage) => {
  const { page, context } = stage;
  const told = () => page.evaluate(() => window.told);
  await open(stage, "a.shop.example");
  await withdraw(page);
  const reload = async () => {
    await page.reload();
    await page.evaluate(() => {
      window.told = 0;
      window.courtesy.consent.onCleaned(() => window.told++);
      return window.courtesy.ready;
    });
  };
  await reload();
  await new Promise((done) => setTimeout(done, 400));
  assert.equal(await told(), 0);
  const leftBehind = {
    cookie: () => void (document.cookie = "id=1; path=/"),
    storage: () => sessionStorage.setItem("key", "1"),
    database: () => new Promise((done) => (indexedDB.open("base").onsuccess = ({ target }) => (target.result.close(), done()))),
  };
  for (const leave of Object.values(leftBehind)) {
    await page.evaluate(leave);
    await reload();
    await until(told);
    await until(() => page.evaluate(async () => !document.cookie.includes("id=") && !sessionStorage.getItem("key") && (await indexedDB.databases()).every(({ name }) => name !== "base")));
  }
  assert.deepEqual(await names(context), []);
});
