/** A record that cannot be believed is nobody's yes; one that can is not asked for again without a reason. */
import assert from "node:assert/strict";
import { siteWith } from "./altered-files.mjs";
import { story } from "./browser.mjs";
import { choose, EVENTS, verdicts, withConsent } from "./consent-config.mjs";
import { html } from "./gated-page.mjs";
import { classified, watchConsole } from "./reports.mjs";
import { quiet } from "./until.mjs";
import { answer, banner, track, visit } from "./visitor.mjs";

const siteDir = await siteWith({ "shop.html": html() });
const site = (consent) => ({ server: { ...withConsent(consent, { events: EVENTS }), siteDir } });
const DAY_MS = 86_400_000;
const YES = { analytics: true, marketing: true };
const state = (page) => page.evaluate(() => window.courtesy.consent.get());
const good = { v: 1, at: Date.now() - 1_000, revision: 1, granted: ["analytics", "marketing"], denied: [], gpc: false };

const RECORDS = {
  "says yes and no to the same": { ...good, denied: ["analytics"] },
  "was cut off": JSON.stringify(good).slice(0, -20),
  "is of the future": { ...good, at: Date.now() + 365 * DAY_MS },
  "is of a later version": { ...good, v: 2 },
  "is of a later revision": { ...good, revision: 9 },
  "has no time": { ...good, at: undefined },
  "has a time that is none": { ...good, at: "yesterday" },
  "grants by an object": { ...good, granted: { analytics: true } },
  "is another library's": { categories: ["necessary", "analytics"], revision: 0, consentTimestamp: "2026-01-01" },
  "is a text": '"accepted"',
  "is a word": "accepted",
  "is a list": ["analytics"],
  "is very large": "x".repeat(1_000_000),
};
for (const mode of ["opt-in", "opt-out"]) {
  story(`Under ${mode} a record that cannot be believed allows nothing and is asked about anew, without an error`, site({ mode }), async ({ page, url, context, server }) => {
    const reports = watchConsole(context);
    for (const [what, record] of Object.entries(RECORDS)) {
      await page.goto(`${url}/favicon.svg`);
      await page.evaluate((text) => (localStorage["courtesy.consent"] = text), typeof record === "string" ? record : JSON.stringify(record));
      assert.equal(await visit(page, `${url}/shop`), "running", what);
      await banner(page).waitFor();
      assert.deepEqual(await verdicts(page, "analytics", "marketing/video"), { analytics: "invalid no", "marketing/video": "invalid no" }, what);
      await track(page, "Never");
    }
    await quiet(500); // Longer than events wait for company.
    assert.equal(server.batches.length, 0);
    await answer(page, "Reject all");
    await page.reload();
    await page.evaluate(() => window.courtesy.ready);
    assert.deepEqual(await verdicts(page, "analytics"), { analytics: "choice no" });
    assert.equal(await banner(page).count(), 0);
    assert.deepEqual(classified(await reports()), []);
  });
}

/** From the next page on the visitor's clock is so much wrong. */
const setClock = (context, byMs) =>
  context.addInitScript((byMs) => {
    const { now } = Date;
    Date.now = () => now() + byMs;
  }, byMs);

story("With the clock set back a year the visitor is asked again, nothing is allowed, and nothing breaks", site(), async ({ page, url, context, server }) => {
  const reports = watchConsole(context);
  await visit(page, `${url}/shop`);
  await choose(page, YES);
  await setClock(context, -365 * DAY_MS);
  await page.reload();
  await banner(page).waitFor();
  assert.deepEqual(await verdicts(page, "analytics", "marketing"), { analytics: "invalid no", marketing: "invalid no" });
  assert.equal(await page.evaluate(() => localStorage.getItem("courtesy.visitor")), null);
  const before = server.batches.length;
  await track(page, "Never");
  await quiet(500);
  assert.equal(server.batches.length, before);
  await answer(page, "Accept all");
  await page.reload();
  await page.evaluate(() => window.courtesy.ready);
  assert.deepEqual(await verdicts(page, "analytics"), { analytics: "choice yes" });
  assert.deepEqual(classified(await reports()), []);
});

story("A yes ends after its days, a no where it is declared to last longer does not", site({ expires_days: 30, no_expires_days: 365 }), async ({ page, url, context }) => {
  await visit(page, `${url}/shop`);
  await choose(page, { analytics: true, marketing: false });
  await setClock(context, 31 * DAY_MS);
  await page.reload();
  await banner(page).waitFor();
  assert.deepEqual(await verdicts(page, "analytics", "marketing"), { analytics: "expired no", marketing: "choice no" });
});

/** A visitor who has answered, and comes back after the site has changed its config. */
async function afterChange({ page, url, context }, change) {
  await visit(page, `${url}/shop`);
  await choose(page, YES);
  const { config } = withConsent({}, { events: EVENTS });
  const changed = structuredClone(config);
  change(changed.consent, changed.consent.purposes);
  await context.route("**/courtesy.json", (route) => route.fulfill({ json: changed }));
  await page.reload();
  await page.evaluate(() => window.courtesy.ready);
  return (await state(page)).ask;
}
const ALL_YES = { analytics: "choice yes", "analytics/counter": "choice yes", marketing: "choice yes", "marketing/video": "choice yes" };

for (const [what, change] of Object.entries({
  "better words": (consent, [, analytics, marketing]) => {
    consent.text = { title: "Your privacy", "analytics.title": "Counting visits" };
    analytics.title = "What is read";
    marketing.services[0].title = "Our film";
    marketing.services[0].description = "A film about harbours.";
    marketing.services[0].policy_url = "https://video.example/privacy-2";
  },
  "another order": (_, purposes) => purposes.reverse(),
  "other days and looks": (consent) => Object.assign(consent, { expires_days: 200, locales: { de: { accept: "Ja" } } }),
})) {
  story(`Nobody is asked again for ${what}`, site(), async (stage) => {
    assert.equal(await afterChange(stage, change), false);
    assert.deepEqual(await verdicts(stage.page, ...Object.keys(ALL_YES)), ALL_YES);
    assert.equal(await banner(stage.page).count(), 0);
  });
}
story("Nobody is asked again where a service is gone", site(), async (stage) => {
  assert.equal(await afterChange(stage, (_, [, analytics]) => delete analytics.services), false);
});

for (const [what, change, expected] of [
  ["another vendor of a service", (_, [, , marketing]) => (marketing.services[0].vendor = "Other Ltd"), { "marketing/video": "changed no" }],
  ["a cookie more", (_, [, analytics]) => (analytics.services[0].cookies = ["_ct"]), { "analytics/counter": "changed no" }],
  ["a raised revision of a purpose", (_, [, analytics]) => (analytics.revision = 1), { analytics: "changed no", "analytics/counter": "changed no" }],
  ["a new service", (_, [, analytics]) => analytics.services.push({ id: "heat", vendor: "Heat Ltd" }), { "analytics/heat": "no_choice no" }],
  ["a new purpose", (_, purposes) => purposes.push({ id: "media" }), { media: "no_choice no" }],
  ["a raised revision of all", (consent) => (consent.revision = 2), { analytics: "revised no", "analytics/counter": "revised no", marketing: "revised no", "marketing/video": "revised no" }],
]) {
  story(`${what[0].toUpperCase()}${what.slice(1)} is asked about again, and nothing else`, site(), async (stage) => {
    assert.equal(await afterChange(stage, change), true);
    await banner(stage.page).waitFor();
    const all = { ...ALL_YES, ...expected };
    assert.deepEqual(await verdicts(stage.page, ...Object.keys(all)), all);
  });
}
