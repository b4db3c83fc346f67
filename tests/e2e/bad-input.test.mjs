/** What a page may get wrong in a call: one InputError that says where, and everything else goes on. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, assertWhole, events } from "./collected.mjs";
import { npmSite, openNpmPage, withClient } from "./npm-page.mjs";
import { until } from "./until.mjs";

const server = { siteDir: await npmSite() };

/** Longer than this the page would be seen to stand still. */
const MOST_MS = 500;

/** What is handed over (made in the page, where such things live), and where the fault lies. */
const CASES = [
  ["a cycle", () => { const a = { b: {} }; a.b.a = a; return ["Bad", a]; }, /^properties\.b\.a\.b/],
  ["a function", () => ["Bad", { on: { click() {} } }], /^properties\.on\.click$/],
  ["a symbol", () => ["Bad", { list: [1, Symbol("x")] }], /^properties\.list\[1\]$/],
  ["a bigint", () => ["Bad", { price: 10n }], /^properties\.price$/],
  ["a number that is none", () => ["Bad", { price: 0 / 0 }], /^properties\.price$/],
  ["an infinite number", () => ["Bad", { price: { of: Infinity } }], /^properties\.price\.of$/],
  ["a getter that throws", () => ["Bad", { deep: { get it() { throw new Error("no"); } } }], /^properties\.deep\.it$/],
  ["a text instead of properties", () => ["Bad", "text"], /^properties$/],
  ["a list instead of properties", () => ["Bad", [1]], /^properties$/],
  ["a text that is too large", () => ["Bad", { text: "x".repeat(33_000) }], /^properties/],
  ["a list that is too large", () => ["Bad", { list: Array.from({ length: 20_000 }, (_, n) => n) }], /^properties/],
  ["an empty list of a huge length", () => ["Bad", { list: new Array(20_000_000) }], /^properties/],
  ["a small tree that unfolds into a huge one", () => { let t = {}; for (let n = 0; n < 20; n += 1) t = { a: t, b: t }; return ["Bad", t]; }, /^properties/],
  ["a key of 10 MB", () => ["Bad", { ["x".repeat(1e7)]: 1 }], /^properties$/],
  ["a name of 10 MB", () => ["x".repeat(1e7)], /^name$/],
  ["30 MB of bytes", () => ["Bad", { file: new Uint8Array(3e7) }], /^properties\.file$/],
  ["a key named __proto__", () => ["Bad", JSON.parse('{"a": [{"__proto__": {"admin": true}}]}')], /^properties\.a\[0\]\.__proto__$/],
  ["a key named prototype of one named constructor", () => ["Bad", { constructor: { prototype: { admin: true } } }], /^properties\.constructor\.prototype$/],
  ["such a path in one key", () => ["Bad", { "a.__proto__.admin": true }], /^properties\.a\.__proto__\.admin$/],
  ["such a path in brackets", () => ["Bad", { "a[__proto__][admin]": true }], /^properties\.a\[__proto__\]\[admin\]$/],
  ["a proxy that refuses", () => ["Bad", { it: new Proxy({}, { ownKeys() { throw new Error("no"); } }) }], /^properties\.it$/],
  ["a proxy that was revoked", () => { const { proxy, revoke } = Proxy.revocable([], {}); revoke(); return ["Bad", { it: proxy }]; }, /^properties\.it$/],
  ["a list with a getter that throws", () => { const list = [1]; Object.defineProperty(list, 0, { get() { throw new Error("no"); } }); return ["Bad", { list }]; }, /^properties\.list/],
  ["an empty name", () => ["", {}], /^name$/],
  ["a name that is too long", () => ["x".repeat(201), {}], /^name$/],
  ["a name that is no text", () => [{ toString() { throw new Error("no"); } }], /^name$/],
  ["no name", () => [], /^name$/],
];

/** Faults that the copy made of an early call's properties does not have, or that it takes long over. */
const CASES_WHILE_RUNNING = [
  ["a date that is none", () => ["Bad", { at: Object.create(Date.prototype) }], /^properties\.at/],
  ["a date that cannot be written", () => { const at = new Date(); at.toJSON = () => { throw new Error("no"); }; return ["Bad", { at }]; }, /^properties\.at/],
  ["a thousand times one text of 10 MB", () => ["Bad", { list: Array(1000).fill("x".repeat(1e7)) }], /^properties\.list\[0\]$/],
  ["a toJSON that is without end", () => { class Endless { toJSON() { return { of: new Endless() }; } } return ["Bad", { it: new Endless() }]; }, /^properties\.it\.of/],
];

/** Runs in the page: the bad call between two good ones. Tells how long the page stood still. */
async function callBetweenGoodOnes([args, isEarly, id]) {
  const made = isEarly ? window.make() : undefined;
  const { client } = window;
  const before = performance.now();
  client.track("Good", { id, n: 1 });
  client.track(...args);
  client.track("Good", { id, n: 2 });
  const tookMs = performance.now() - before;
  await made;
  if (isEarly) client.consent.set({ analytics: true, personalization: true });
  return tookMs;
}

async function assertRefused({ newTab, url, server }, [what, make, path], isEarly) {
  const tab = await newTab();
  await (isEarly ? openNpmPage(tab, url) : withClient(tab, url));
  const tookMs = await tab.evaluate(callBetweenGoodOnes, [await tab.evaluateHandle(make), isEarly, what]);
  const reports = await until(async () => {
    const reports = await tab.evaluate(() => window.reports);
    return reports.length > 0 && reports;
  }, 2_000);
  assert.deepEqual(reports.map(({ name, kind }) => `${name} ${kind}`).filter((one) => !/^InputError (type|value|size)$/.test(one)), []);
  assert.equal(reports.length, 1);
  assert.match(reports[0].path ?? "", path);
  assert.ok(tookMs < MOST_MS, `the page stood still for ${Math.round(tookMs)} ms`);
  await until(async () => (await events(server, "Good")).filter((row) => row.properties.id === what).length === 2, 4_000);
  await tab.close();
}

for (const isEarly of [true, false]) {
  const when = isEarly ? "before the engine runs" : "while the engine runs";
  story(`track() with whatever is wrong, ${when}: one InputError with its path, and the other events arrive`, { server }, async (stage) => {
    const wrong = {};
    for (const one of isEarly ? CASES : [...CASES, ...CASES_WHILE_RUNNING]) {
      await assertRefused(stage, one, isEarly).catch((error) => (wrong[one[0]] = error.message));
    }
    assert.deepEqual(wrong, {});
    assert.deepEqual(await events(stage.server, "Bad"), []);
    await assertWhole(stage.server);
  });
}

story("What pollutes a prototype is refused by its path, and pollutes nothing; a key that only looks like it is a key", { server }, async ({ page, url, server }) => {
  await withClient(page, url);
  const { reports, kept, admin } = await page.evaluate(async () => {
    const { client } = window;
    const bad = JSON.parse('{"__proto__": {"admin": true}, "a": 1}');
    // A call that is refused is kept nowhere.
    const kept = [await client.track("Bad", bad), await client.page(bad), await client.identify("somebody", bad)];
    client.track("Odd", { constructor: 1, prototype: { of: 2 }, "my__proto__": 3, proto: 4 });
    return { reports: window.reports, kept, admin: {}.admin ?? null };
  });
  const paths = ["properties.__proto__", "properties.__proto__", "traits.__proto__"];
  assert.deepEqual(reports.map(({ name, kind, path }) => [name, kind, path]), paths.map((path) => ["InputError", "value", path]));
  assert.deepEqual([kept, admin], [[undefined, undefined, undefined], null]);
  const [row] = await arrived(server, "Odd");
  assert.deepEqual(row.properties, { constructor: 1, prototype: { of: 2 }, my__proto__: 3, proto: 4 });
  assert.deepEqual(await events(server, "Bad"), []);
  await assertWhole(server);
});

story("An address with a parameter named __proto__ is an address like any other", { server }, async ({ page, url, server }) => {
  await withClient(page, url);
  await page.goto(`${url}/npm?__proto__=1&a.__proto__=2&utm_source=news`);
  await page.waitForFunction(() => window.imported);
  await page.evaluate(async () => {
    await window.make();
    window.client.track("Campaign");
  });
  const [row] = await arrived(server, "Campaign");
  assert.equal(row.context.campaign.source, "news");
});

story("What JSON leaves out is left out, and what it can say is said exactly", { server }, async ({ page, url, server }) => {
  await withClient(page, url);
  const expected = await page.evaluate(() => {
    const properties = {
      gone: undefined, nothing: null, zero: -0, small: 5e-324, large: 1.7976931348623157e308, third: 1 / 3,
      date: new Date(1_700_000_000_000), never: new Date(NaN), text: "Grüße 🐟 \u2028 \" \\ \u0007", holes: [1, , 3],
      map: new Map([["a", 1]]), own: Object.assign(Object.create({ inherited: 1 }), { own: 2 }), "": "empty key",
      url: new URL("https://a.example/x"), money: { cents: 999, toJSON: () => "9.99" }, tree: { toJSON: () => ({ a: [1] }) },
      boxes: [new Number(5), new String("abc"), new Boolean(false)],
    };
    window.client.track("Exact", properties);
    return JSON.stringify(properties);
  });
  const [row] = await arrived(server, "Exact");
  assert.deepEqual(row.properties, JSON.parse(expected));
});

/** As Prototype.js 1.6 does, for which a list's JSON is a text. */
const asPrototypeDid = (context) =>
  context.addInitScript(() => {
    Array.prototype.toJSON = () => "no list";
  });

story("A library that gives lists a toJSON changes neither config, consent nor event", { server, prepare: asPrototypeDid }, async ({ page, url, server }) => {
  await withClient(page, url);
  await page.evaluate(() => {
    window.client.events.use(() => {});
    window.client.track("Listed", { items: [{ sku: "a" }, ["b"]] });
  });
  const [row] = await arrived(server, "Listed");
  assert.deepEqual(row.properties, { items: [{ sku: "a" }, ["b"]] });
});

story("Properties that the page changes after an early call are those of the call", { server }, async ({ page, url, server }) => {
  await openNpmPage(page, url);
  await page.evaluate(async () => {
    const made = window.make();
    const properties = { plan: "tide", list: [1] };
    window.client.track("Copied", properties);
    properties.plan = "changed";
    properties.list.push(2);
    await made;
    window.client.consent.set({ analytics: true });
  });
  const [row] = await arrived(server, "Copied");
  assert.deepEqual(row.properties, { plan: "tide", list: [1] });
});

story("A choice that is none changes nothing and is reported with its path", { server }, async ({ page, url }) => {
  await withClient(page, url, null);
  const { reports, consent } = await page.evaluate(() => {
    const { client } = window;
    client.consent.set("yes");
    client.consent.set({ analytics: "yes" });
    client.consent.set({ telepathy: true });
    return { reports: window.reports, consent: client.consent.get() };
  });
  assert.deepEqual(reports.map(({ name, path }) => [name, path]), [
    ["InputError", "choice"],
    ["InputError", "choice.analytics"],
    ["InputError", "choice.telepathy"],
  ]);
  assert.equal(consent.ask, true);
  assert.equal(consent.purposes.analytics, false);
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
});
