/** Pages that are left and come back, or are made before anybody looks at them. */
import assert from "node:assert/strict";
import { siteWith } from "./altered-files.mjs";
import { story } from "./browser.mjs";
import { arrived, assertWhole, events } from "./collected.mjs";
import { choose, EVENTS, verdicts, withConsent } from "./consent-config.mjs";
import { kept, NOTHING, watchAttempts } from "./device.mjs";
import { html } from "./gated-page.mjs";
import { quiet, until } from "./until.mjs";
import { answer, banner, settled, track, visit } from "./visitor.mjs";

const siteDir = await siteWith({ "one.html": html(), "two.html": html() });
const server = { ...withConsent({}, { events: EVENTS }), siteDir };
const YES = { analytics: true, marketing: true };
const NO = { analytics: false, marketing: false };
/** Playwright switches the back/forward cache off, where it is not told otherwise. */
const cached = { server, ignoreDefaultArgs: ["--disable-back-forward-cache"] };

const noteReturns = (page) => page.evaluate(() => addEventListener("pageshow", ({ persisted }) => (window.isBack = persisted)));
/** Goes back to a page that must come out of the cache: its own script's world is still there. */
async function goBack(page) {
  await page.evaluate(() => history.back());
  await until(() => page.evaluate(() => window.isBack));
}

story("A page that comes back with its yes goes on where it was", cached, async ({ page, url, server }) => {
  await visit(page, `${url}/one`);
  await choose(page, YES);
  await arrived(server, "/one");
  await noteReturns(page);
  await page.evaluate(() => (location.href = "/two"));
  await page.waitForURL("**/two");
  await settled(page);
  await arrived(server, "/two");
  await goBack(page);
  assert.deepEqual(await verdicts(page, "analytics"), { analytics: "choice yes" });
  await track(page, "After The Return");
  await arrived(server, "After The Return");
  await assertWhole(server);
});

story("A page that comes back after a no was given on the next page knows it", cached, async ({ page, url }) => {
  await visit(page, `${url}/one`);
  await choose(page, { analytics: false, marketing: true });
  await noteReturns(page);
  await page.evaluate(() => (location.href = "/two"));
  await page.waitForURL("**/two");
  await settled(page);
  await choose(page, NO);
  await goBack(page);
  assert.deepEqual(await verdicts(page, "analytics", "marketing"), { analytics: "choice no", marketing: "choice no" });
});

story("A page that comes back after a no was given in another tab knows it, and hears of the next answer as before", cached, async ({ page, url, newTab, server }) => {
  await visit(page, `${url}/one`);
  await choose(page, { analytics: false, marketing: true });
  await noteReturns(page);
  await page.evaluate(() => (location.href = "/favicon.svg"));
  await page.waitForURL("**/favicon.svg");
  const other = await newTab();
  await visit(other, `${url}/two`);
  await choose(other, NO);
  await goBack(page);
  assert.deepEqual(await verdicts(page, "marketing"), { marketing: "choice no" });
  await choose(other, YES);
  await until(async () => (await verdicts(page, "analytics")).analytics === "choice yes");
  await track(page, "Allowed Again");
  await arrived(server, "Allowed Again");
});

// Its database is deleted under it: the browser then may give the page up, and load it anew.
story("Whether it comes back or is loaded anew, a page whose yes to counting was taken back meanwhile sends nothing more", cached, async ({ page, url, server }) => {
  await visit(page, `${url}/one`);
  await choose(page, YES);
  await arrived(server, "/one");
  await page.evaluate(() => (location.href = "/two"));
  await page.waitForURL("**/two");
  await settled(page);
  await arrived(server, "/two");
  await choose(page, NO);
  await until(async () => (await kept(page)).databases.length === 0);
  await until(() => server.batches.every(({ status }) => status !== null));
  const before = server.batches.length;
  await page.evaluate(() => history.back());
  await until(() => page.evaluate(async () => location.pathname === "/one" && (await window.courtesy.ready)));
  assert.deepEqual(await verdicts(page, "analytics"), { analytics: "choice no" });
  await track(page, "After The Return");
  await quiet(1_000); // Longer than events wait for company.
  assert.equal(server.batches.length, before);
  assert.deepEqual((await kept(page)).databases, []);
});

story("A page whose question was answered meanwhile does not ask any more when it comes back", cached, async ({ page, url }) => {
  await visit(page, `${url}/one`);
  await banner(page).waitFor();
  await noteReturns(page);
  await page.evaluate(() => (location.href = "/two"));
  await page.waitForURL("**/two");
  await settled(page);
  await choose(page, YES);
  await goBack(page);
  await banner(page).waitFor({ state: "detached" });
  assert.deepEqual(await verdicts(page, "marketing"), { marketing: "choice yes" });
});

/**
 * Chromium does not prerender pages that DevTools' protocol is attached to (`PrerenderingDisabledByDevTools`), so the page is told that
 * it is being prerendered, and then that it was activated, as the specification has it:
 * https://wicg.github.io/nav-speculation/prerendering.html
 */
const prerendered = (context) =>
  context.addInitScript(() => {
    let is = true;
    Object.defineProperty(Document.prototype, "prerendering", { configurable: true, get: () => is });
    window.activate = () => {
      is = false;
      document.dispatchEvent(new Event("prerenderingchange"));
    };
  });

story("While a page is prerendered nobody is asked and nothing is kept or sent; once it is looked at, it asks", { server, prepare: (context) => Promise.all([prerendered(context), watchAttempts(context)]) }, async ({ page, url, server }) => {
  await page.goto(`${url}/one`);
  await until(() => server.requests.some(({ path }) => path === "/courtesy/courtesy.wasm"));
  await page.evaluate(() => void window.courtesy.track("Early"));
  await quiet(500);
  assert.equal(await banner(page).count(), 0);
  assert.equal(await page.evaluate(() => window.courtesy.consent.get()), undefined);
  assert.deepEqual(await kept(page), NOTHING);
  assert.deepEqual(await page.evaluate(() => window.attempts.filter((attempt) => !/^fetch /.test(attempt))), []);
  await page.evaluate(() => window.activate());
  await banner(page).waitFor();
  await answer(page, "Accept all");
  await arrived(server, "Early");
});

story("A prerendered page of a visitor who has said yes records its view only once it is looked at", { server }, async ({ page, url, server, context }) => {
  await visit(page, `${url}/one`);
  await choose(page, YES);
  await arrived(server, "/one");
  await prerendered(context);
  await page.goto(`${url}/two`);
  await until(() => server.requests.filter(({ path }) => path === "/courtesy/courtesy.wasm").length >= 1);
  await quiet(800); // Longer than events wait for company.
  assert.deepEqual(await events(server, "/two"), []);
  const lookedAtMs = await page.evaluate(() => {
    const atMs = Date.now();
    window.activate();
    return atMs;
  });
  const [view] = await arrived(server, "/two");
  const atMs = Date.parse(view.timestamp ?? view.occurred_at);
  assert.ok(atMs >= lookedAtMs, `the view is of ${lookedAtMs - atMs} ms before it was looked at`);
});

for (const [label, allowed] of [["Accept all", "choice yes"], ["Reject all", "choice no"]]) {
  story(`“${label}” is committed although the page is left in the same task`, { server }, async ({ page, url }) => {
    await visit(page, `${url}/one`);
    await page.getByRole("button", { name: label }).waitFor();
    await page.evaluate((label) => {
      const buttons = [...document.querySelector("courtesy-consent").shadowRoot.querySelectorAll("button")];
      buttons.find(({ textContent }) => textContent === label).click();
      location.href = "/two";
    }, label);
    await page.waitForURL("**/two");
    await settled(page);
    assert.deepEqual(await verdicts(page, "analytics", "marketing/video"), { analytics: allowed, "marketing/video": allowed });
    assert.equal(await banner(page).count(), 0);
    const receipts = await page.evaluate(() => window.courtesy.consent.receipts());
    assert.deepEqual(receipts.map(({ method }) => method), ["banner"]);
  });
}
