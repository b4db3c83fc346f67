/** One site, several subdomains: a visitor answers once, and is believed everywhere. */
import assert from "node:assert/strict";
import { siteWith } from "./altered-files.mjs";
import { story } from "./browser.mjs";
import { arrived, events } from "./collected.mjs";
import { choose, EVENTS, verdicts, withConsent } from "./consent-config.mjs";
import { html } from "./gated-page.mjs";
import { classified, watchConsole } from "./reports.mjs";
import { quiet, until } from "./until.mjs";
import { allowed, banner, track, visit } from "./visitor.mjs";

const args = ["--host-resolver-rules=MAP *.example 127.0.0.1", "--no-proxy-server"];
const siteDir = await siteWith({ "shop.html": html() });
const site = (consent) => ({ server: { ...withConsent(consent, { events: EVENTS }), siteDir }, args });
const at = (url, host) => `${url.replace("127.0.0.1", `${host}.shop.example`)}/shop`;
const YES = { analytics: true, marketing: true };
const NO = { analytics: false, marketing: false };
const state = (page) => page.evaluate(() => window.courtesy.consent.get());
const record = (page) => page.evaluate(() => JSON.parse(localStorage.getItem("courtesy.consent") ?? "null"));
/** As some other library of the site does it. */
const write = (page, value, domain) => page.evaluate((cookie) => (document.cookie = cookie), `courtesy.consent=${value}; path=/; max-age=86400${domain ? `; domain=${domain}` : ""}`);

story("A yes on one subdomain is known on the other, and nobody is asked again", site(), async ({ page, url, server }) => {
  await visit(page, at(url, "a"));
  await banner(page).waitFor();
  await choose(page, YES);
  const first = await state(page);
  await visit(page, at(url, "b"));
  const there = await state(page);
  assert.deepEqual([there.ask, there.purposes, there.chosen_at_ms], [false, { necessary: true, analytics: true, marketing: true }, first.chosen_at_ms]);
  assert.equal(await banner(page).count(), 0);
  await track(page, "On B");
  await arrived(server, "On B");
  // Who answers on the other has answered here.
  await choose(page, NO);
  await visit(page, at(url, "a"));
  assert.deepEqual(await verdicts(page, "analytics", "marketing/video"), { analytics: "choice no", "marketing/video": "choice no" });
  assert.equal(await banner(page).count(), 0);
});

story("A withdrawal on one subdomain stops an open tab of the other before it sends anything more", site(), async ({ page, url, server, newTab }) => {
  await visit(page, at(url, "a"));
  await choose(page, YES);
  const other = await newTab();
  await visit(other, at(url, "b"));
  await track(other, "Allowed");
  await arrived(server, "Allowed");
  await choose(page, NO);
  // No event of the browser's tells it: it looks by itself.
  await track(other, "Too Late");
  assert.equal((await state(other)).purposes.analytics, false);
  await quiet(1_000); // Longer than events wait for company.
  await other.close();
  await quiet(300);
  assert.deepEqual(await events(server, "Too Late"), []);
});

story("A withdrawal on one subdomain is shown by a tab of the other as soon as that becomes visible", site(), async ({ page, url, newTab }) => {
  await visit(page, at(url, "a"));
  await choose(page, YES);
  const other = await newTab();
  await visit(other, at(url, "b"));
  await other.evaluate(() => (window.heard = []) && window.courtesy.consent.onChange(({ purposes }) => window.heard.push(purposes.analytics)));
  await choose(page, NO);
  // Headless tabs do not hide behind each other.
  await other.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  assert.deepEqual(await other.evaluate(() => window.heard), [true, false]);
  assert.equal(await other.evaluate(() => localStorage.getItem("courtesy.visitor")), null);
});

story("What was answered on another subdomain holds on, also when its cookie is gone or written over", site(), async ({ page, url, context }) => {
  await visit(page, at(url, "b"));
  await choose(page, YES);
  await visit(page, at(url, "a"));
  await choose(page, NO);
  await visit(page, at(url, "b"));
  assert.equal((await record(page)).granted.length, 0, "this origin keeps it, too");
  await write(page, "accepted", "shop.example");
  await page.reload();
  await page.evaluate(() => window.courtesy.ready);
  assert.deepEqual(await verdicts(page, "analytics"), { analytics: "choice no" });
  // Some browsers let a cookie that a script wrote live for a week at most.
  await context.clearCookies();
  await page.reload();
  await page.evaluate(() => window.courtesy.ready);
  assert.deepEqual(await verdicts(page, "analytics"), { analytics: "choice no" });
  assert.equal((await state(page)).ask, false);
});

story("A cookie under our name that another library wrote changes nothing, and is nobody's yes", site(), async ({ page, url, context }) => {
  const reports = watchConsole(context);
  await visit(page, at(url, "a"));
  await choose(page, YES);
  for (const [value, domain] of [["1"], ["%7B%22analytics%22%3Atrue%7D"], ["%E0%A4%A", "shop.example"], ["yes", "shop.example"]]) {
    await write(page, value, domain);
    await track(page, "Still Allowed");
    await page.reload();
    await page.evaluate(() => window.courtesy.ready);
    assert.deepEqual(await verdicts(page, "analytics", "marketing"), { analytics: "choice yes", marketing: "choice yes" }, value);
    assert.equal((await state(page)).ask, false);
  }
  // Where nothing else is known, it is asked.
  await visit(page, at(url, "c"));
  await banner(page).waitFor();
  assert.deepEqual(await verdicts(page, "analytics"), { analytics: "invalid no" });
  await choose(page, YES);
  await page.reload();
  await allowed(page, "analytics");
  assert.equal(await banner(page).count(), 0);
  assert.deepEqual(classified(await reports()), []);
});

story('With `scope: "origin"` each subdomain is asked for itself, and no cookie is written or believed', site({ scope: "origin" }), async ({ page, url, context }) => {
  await visit(page, at(url, "a"));
  await choose(page, YES);
  assert.deepEqual(await context.cookies(), []);
  await write(page, Buffer.from(JSON.stringify(await record(page))).toString("base64url"), "shop.example");
  await visit(page, at(url, "b"));
  await until(() => banner(page).isVisible());
  assert.deepEqual(await verdicts(page, "analytics"), { analytics: "no_choice no" });
  assert.equal(await record(page), null);
});

story("A cookie that cannot be read is a record that cannot be believed, also where all is allowed until a no", site({ mode: "opt-out" }), async ({ page, url }) => {
  await visit(page, at(url, "a"));
  assert.deepEqual(await verdicts(page, "analytics"), { analytics: "opt_out yes" });
  for (const value of ["%7B%22v%22%3A1%2C%22at%22%3A17%2", "%E0%A4%A", "eyJ2IjoxLCJhdCI6MTc"]) {
    await write(page, value, "shop.example");
    await page.reload();
    await page.evaluate(() => window.courtesy.ready);
    assert.deepEqual(await verdicts(page, "analytics"), { analytics: "invalid no" }, value);
  }
});

/** So many that no record of answers about them fits a cookie. */
const MANY = Array.from({ length: 400 }, (_, n) => ({ id: `service-number-${n}`, title: `Service ${n}` }));
const BIG = site({ purposes: [{ id: "analytics", title: "Counting", services: MANY }] });

story("An answer that is too big for a cookie holds on its subdomain, takes the old cookie away, and one error says so", BIG, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  await visit(page, at(url, "a"));
  await write(page, "older", "shop.example");
  await choose(page, Object.fromEntries(MANY.map(({ id }, n) => [`analytics/${id}`, n % 2 === 0])));
  assert.deepEqual(await context.cookies(), []);
  await choose(page, { "analytics/service-number-1": true });
  await page.reload();
  await page.evaluate(() => window.courtesy.ready);
  assert.deepEqual(await verdicts(page, "analytics/service-number-1"), { "analytics/service-number-1": "choice yes" });
  assert.deepEqual(classified(await reports())[0], { name: "StorageError", kind: "full" });
});
