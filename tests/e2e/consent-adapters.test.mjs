/** What another consent manager was told is passed on under its own names, and nothing before it was told anything. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { COOKIEBOT, ONETRUST, TCF } from "./fake-consent-managers.mjs";
import { serve } from "./gated-page.mjs";
import { stubbedSdk } from "./stub-engine.mjs";
import { quiet, until } from "./until.mjs";
import { visit } from "./visitor.mjs";

const server = { sdkDir: await stubbedSdk() };
const declares = (source) => (context) => context.addInitScript((source) => (window.externalManager = { source }), source);
/** Opens a page whose config names this manager; `early` runs in its head, before our script. */
async function open({ page, url, context }, early = "") {
  await context.route((address) => address.pathname === "/early.js", (route) => route.fulfill({ contentType: "text/javascript", body: early }));
  await context.route((address) => address.pathname === "/external", (route) =>
    route.fulfill({ contentType: "text/html", body: `<!doctype html><title>x</title><script src="/early.js"></script><script src="/courtesy/courtesy.js" data-config="/courtesy.json"></script>` }),
  );
  const loaded = page.waitForResponse("**/adapters.js");
  await visit(page, `${url}/external`);
  await loaded;
  await quiet(100);
}
// STUB: with the core's config these are purposes, by `consent.why()`.
const answers = (page) => page.evaluate(() => window.stub.answers);
const manager = (page, method, ...values) => page.evaluate(([method, values]) => window.manager[method](...values), [method, values]);

story("TCF: the stub keeps us waiting, a shown banner is no answer, an act is one", { server, prepare: declares("tcf") }, async (stage) => {
  const { page } = stage;
  await open(stage, TCF);
  await manager(page, "load");
  await manager(page, "ask");
  await quiet(100);
  assert.deepEqual(await answers(page), []);
  await manager(page, "answer", { purposes: { 1: true, 2: false, 7: true }, vendors: { 755: true, 12: false } });
  assert.deepEqual(await answers(page), [{ 1: true, 2: false, 7: true, "vendor:755": true, "vendor:12": false }]);
  // What is left out the next time is a no.
  await manager(page, "answer", { purposes: { 1: true } });
  assert.deepEqual((await answers(page))[1], { 1: true, 2: false, 7: false, "vendor:755": false, "vendor:12": false });
});

story("TCF: a stored answer counts at once, whether the manager came before us or long after", { server, prepare: declares("tcf") }, async (stage) => {
  const { page, newTab } = stage;
  await open(stage, `${TCF} window.manager.load({ purposes: { 1: true } });`);
  assert.deepEqual(await answers(page), [{ 1: true }]);
  const other = await newTab();
  await open({ ...stage, page: other }, "");
  await quiet(700);
  await other.evaluate(`${TCF} window.manager.load({ purposes: { 3: true } })`);
  await until(async () => (await answers(other)).length === 1);
  assert.deepEqual(await answers(other), [{ 3: true }]);
});

story("TCF: where the GDPR does not apply, or nothing ever appears, there is no answer", { server, prepare: declares("tcf") }, async (stage) => {
  const { page, newTab } = stage;
  await open(stage, TCF);
  await manager(page, "load", null, false);
  await quiet(400);
  assert.deepEqual(await answers(page), []);
  const other = await newTab();
  await open({ ...stage, page: other });
  await quiet(600);
  assert.deepEqual(await answers(other), []);
  assert.equal(await other.evaluate(() => typeof window.__tcfapi), "undefined");
});

story("OneTrust: its groups at each load and update, and the page's OptanonWrapper is left alone", { server, prepare: declares("onetrust") }, async (stage) => {
  const { page } = stage;
  await open(stage, ONETRUST);
  assert.deepEqual(await answers(page), []);
  await manager(page, "load");
  await manager(page, "answer", ["C0001", "C0002", "C0004"]);
  await manager(page, "answer", ["C0001", "C0004"]);
  assert.deepEqual(await answers(page), [
    { C0001: true },
    { C0001: true, C0002: true, C0004: true },
    { C0001: true, C0002: false, C0004: true },
  ]);
  assert.equal(await page.evaluate(() => window.wrapped), 3);
});

story("OneTrust: what it had said before we came is read from its own list", { server, prepare: declares("onetrust") }, async (stage) => {
  await open(stage, `${ONETRUST} window.manager.load(["C0001", "C0003"]);`);
  assert.deepEqual(await answers(stage.page), [{ C0001: true, C0003: true }]);
});

story("Cookiebot: nothing before a response, then all four categories with each event, and a withdrawal", { server, prepare: declares("cookiebot") }, async (stage) => {
  const { page } = stage;
  await open(stage, COOKIEBOT);
  await manager(page, "load");
  await manager(page, "ask");
  assert.deepEqual(await answers(page), []);
  await manager(page, "answer", { statistics: true });
  await manager(page, "answer", {});
  const found = await answers(page);
  assert.deepEqual(found[0], { necessary: true, preferences: false, statistics: true, marketing: false });
  assert.deepEqual(found.at(-1), { necessary: true, preferences: false, statistics: false, marketing: false });
});

story("Cookiebot: a response from before we came is read, its defaults are not", { server, prepare: declares("cookiebot") }, async (stage) => {
  const { page, newTab } = stage;
  await open(stage, `${COOKIEBOT} window.manager.load({ marketing: true });`);
  assert.deepEqual(await answers(page), [{ necessary: true, preferences: false, statistics: false, marketing: true }]);
  const other = await newTab();
  await open({ ...stage, page: other }, `${COOKIEBOT} window.manager.load();`);
  assert.deepEqual(await answers(other), []);
});
