/** What another consent manager was told counts here by the config's map, and nothing before it was told anything. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, events } from "./collected.mjs";
import { EVENTS, verdicts, withConsent } from "./consent-config.mjs";
import { COOKIEBOT, ONETRUST, TCF } from "./fake-consent-managers.mjs";
import { quiet, until } from "./until.mjs";
import { answer, banner, track, visit } from "./visitor.mjs";
import { classified, watchConsole } from "./reports.mjs";

const ids = ["analytics", "personalization", "marketing"];
/** A site whose config names this manager, and what its names stand for here. */
const declares = (source, map) => ({ server: withConsent({ purposes: ids.map((id) => ({ id })), external: { source, map } }, { events: EVENTS }) });
const tcf = declares("tcf", { 1: "analytics", 7: "analytics", 3: "personalization", "vendor:755": "marketing" });
const oneTrust = declares("onetrust", { C0002: "analytics", C0003: "personalization", C0004: "marketing" });
const cookiebot = declares("cookiebot", { statistics: "analytics", preferences: "personalization", marketing: "marketing" });

/** Opens a page whose config names this manager; `early` runs in its head, before our script. */
async function open({ page, url, context }, early = "") {
  await context.route((address) => address.pathname === "/early.js", (route) => route.fulfill({ contentType: "text/javascript", body: early }));
  await context.route((address) => address.pathname === "/external", (route) =>
    route.fulfill({ contentType: "text/html", body: `<!doctype html><title>x</title><script src="/early.js"></script><script src="/courtesy/courtesy.js" data-config="/courtesy.json"></script>` }),
  );
  const loaded = page.waitForResponse("**/adapters.js");
  await visit(page, `${url}/external`);
  await loaded;
  await page.evaluate(() => (window.changes = []) && window.courtesy.consent.onChange(({ purposes }) => window.changes.push(Object.keys(purposes).filter((id) => purposes[id]).join(" "))));
}
/** What is allowed, after each word of the manager. */
const changes = (page) => page.evaluate(() => window.changes);
/** What is allowed now; nobody but the manager may have decided. */
async function allowed(page) {
  const found = await verdicts(page, ...ids);
  for (const verdict of Object.values(found)) assert.match(verdict, /^external /);
  assert.equal(await page.evaluate(() => window.courtesy.consent.get().ask), false);
  assert.equal(await banner(page).count(), 0);
  return ids.filter((id) => found[id] === "external yes");
}
const becomes = (page, ...expected) => until(async () => (await allowed(page)).join() === expected.join());
const manager = (page, method, ...values) => page.evaluate(([method, values]) => window.manager[method](...values), [method, values]);

story("TCF: the stub keeps us waiting, a shown banner is no answer, an act is one", tcf, async (stage) => {
  const { page, server } = stage;
  await open(stage, TCF);
  await track(page, "Waiting");
  await manager(page, "load");
  await manager(page, "ask");
  assert.deepEqual(await allowed(page), []);
  await manager(page, "answer", { purposes: { 1: true, 2: false, 7: true }, vendors: { 755: true, 12: false } });
  await becomes(page, "analytics", "marketing");
  // A no would have wiped what waited: so nothing was taken for one.
  await arrived(server, "Waiting");
  // What is left out the next time is a no; and an item that two names stand for needs both.
  await manager(page, "answer", { purposes: { 1: true, 3: true } });
  await becomes(page, "personalization");
  assert.deepEqual(await changes(page), ["", "analytics marketing", "personalization"]);
  assert.equal(await page.evaluate(() => localStorage.getItem("courtesy.consent")), null, "its answers are kept by it, not by us");
});

story("TCF: a stored answer counts at once, whether the manager came before us or long after", tcf, async (stage) => {
  const { page, newTab } = stage;
  await open(stage, `${TCF} window.manager.load({ purposes: { 3: true } });`);
  await becomes(page, "personalization");
  const other = await newTab();
  await open({ ...stage, page: other }, "");
  assert.deepEqual(await allowed(other), []);
  await quiet(700);
  await other.evaluate(`${TCF} window.manager.load({ purposes: { 1: true, 7: true } })`);
  await becomes(other, "analytics");
});

story("TCF: where the GDPR does not apply we ask ourselves, once, and what is opened is ours", tcf, async (stage) => {
  const { page } = stage;
  await open(stage, TCF);
  assert.deepEqual(await allowed(page), []);
  await manager(page, "load", null, false);
  await banner(page).waitFor();
  assert.deepEqual(await verdicts(page, "analytics"), { analytics: "no_choice no" });
  await manager(page, "repeat");
  await answer(page, "Accept all");
  assert.deepEqual(await verdicts(page, ...ids), { analytics: "choice yes", personalization: "choice yes", marketing: "choice yes" });
  await manager(page, "repeat");
  assert.equal(await banner(page).count(), 0);
  await page.evaluate(() => window.courtesy.consent.open("preferences"));
  await page.getByRole("dialog").waitFor();
});

for (const [name, site, source] of [["tcf", tcf, TCF], ["onetrust", oneTrust, ONETRUST], ["cookiebot", cookiebot, COOKIEBOT]]) {
  story(`While ${name} answers, what is opened is its own; where it has nothing to show, that is reported`, site, async (stage) => {
    const { page, newTab, context } = stage;
    await open(stage, `window.canShow = true; ${source} window.manager.load();`);
    await page.evaluate(() => window.courtesy.consent.open("preferences"));
    await until(() => page.evaluate((name) => window.shown === name, name));
    assert.equal(await page.locator("courtesy-consent").count(), 0);
    const reports = watchConsole(context);
    const other = await newTab();
    await open({ ...stage, page: other }, `${source} window.manager.load();`);
    await other.evaluate(() => window.courtesy.consent.open());
    await quiet(300);
    assert.deepEqual(classified(await reports()), [{ name: "InputError", kind: "missing", path: "consent.open" }]);
    assert.equal(await other.locator("courtesy-consent").count(), 0);
  });
}

story("TCF: where nothing ever appears, there is no answer", tcf, async (stage) => {
  const { newTab, server } = stage;
  const other = await newTab();
  await open({ ...stage, page: other });
  await quiet(600);
  assert.deepEqual(await allowed(other), []);
  await track(other, "Never");
  assert.equal(await other.evaluate(() => typeof window.__tcfapi), "undefined");
  assert.deepEqual(await events(server), []);
});

story("OneTrust: its groups at each load and update, and the page's OptanonWrapper is left alone", oneTrust, async (stage) => {
  const { page } = stage;
  await open(stage, ONETRUST);
  assert.deepEqual(await allowed(page), []);
  await manager(page, "load");
  assert.deepEqual(await allowed(page), []);
  await manager(page, "answer", ["C0001", "C0002", "C0004"]);
  assert.deepEqual(await allowed(page), ["analytics", "marketing"]);
  await manager(page, "answer", ["C0001", "C0004"]);
  assert.deepEqual(await allowed(page), ["marketing"]);
  assert.equal(await page.evaluate(() => window.wrapped), 3);
});

story("OneTrust: what it had said before we came is read from its own list", oneTrust, async (stage) => {
  await open(stage, `${ONETRUST} window.manager.load(["C0001", "C0003"]);`);
  await becomes(stage.page, "personalization");
});

story("Cookiebot: nothing before a response, then all four categories with each event, and a withdrawal", cookiebot, async (stage) => {
  const { page, server } = stage;
  await open(stage, COOKIEBOT);
  await manager(page, "load");
  await manager(page, "ask");
  assert.deepEqual(await allowed(page), []);
  await manager(page, "answer", { statistics: true });
  assert.deepEqual(await allowed(page), ["analytics"]);
  await track(page, "Allowed");
  await arrived(server, "Allowed");
  await manager(page, "answer", {});
  assert.deepEqual(await allowed(page), []);
  await track(page, "Too Late");
  await until(async () => (await page.evaluate(() => Object.keys(localStorage))).length === 0);
  await quiet(600); // Longer than events wait for company.
  assert.deepEqual(await events(server, "Too Late"), []);
});

story("Cookiebot: a response from before we came is read, its defaults are not", cookiebot, async (stage) => {
  const { page, newTab } = stage;
  await open(stage, `${COOKIEBOT} window.manager.load({ marketing: true });`);
  await becomes(page, "marketing");
  const other = await newTab();
  await open({ ...stage, page: other }, `${COOKIEBOT} window.manager.load();`);
  await quiet(200);
  assert.deepEqual(await allowed(other), []);
});

story("What we recorded as a no before stays a no under another manager's yes", cookiebot, async (stage) => {
  const { page } = stage;
  await open(stage, COOKIEBOT);
  await page.evaluate(() => window.courtesy.consent.set({ analytics: false }));
  await manager(page, "load", { statistics: true, marketing: true });
  await until(async () => (await verdicts(page, "marketing")).marketing === "external yes");
  assert.deepEqual(await verdicts(page, "analytics"), { analytics: "choice no" });
});
