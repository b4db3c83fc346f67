/** Which law holds: by whoever says where the visitor is, else by the time zone, else the strictest of all. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, events } from "./collected.mjs";
import { EVENTS, verdicts, withConsent } from "./consent-config.mjs";
import { kept } from "./device.mjs";
import { html } from "./gated-page.mjs";
import { npmSite, openNpmPage } from "./npm-page.mjs";
import { classified, watchConsole } from "./reports.mjs";
import { quiet, until } from "./until.mjs";
import { answer, banner, track, visit } from "./visitor.mjs";

const REGIONS = [
  { regions: ["EEA", "GB"], mode: "opt-in" },
  { regions: ["US"], mode: "opt-out" },
  { regions: ["US-CA"], mode: "opt-out", gpc: "final" },
  { regions: ["JP"], mode: "notice" },
];
const siteDir = await npmSite({
  "shop.html": html(),
  "california.html": html({ tag: 'data-region="US-CA"' }),
  "texas.html": html({ tag: 'data-region="us-tx"' }),
  "nowhere.html": html({ tag: 'data-region="XX"' }),
  "wrong.html": html({ tag: 'data-region="Kalifornien"' }),
});
const site = (consent = {}) => ({ ...withConsent({ regions: REGIONS, ...consent }, { events: EVENTS }), siteDir });
const inZone = (timezoneId) => ({ browser: { timezoneId } });
const law = (page) =>
  page.evaluate(() => {
    const { mode, gpc, region, source } = window.courtesy.consent.get();
    return [mode, gpc, region, source].join(" ");
  });
const zonesAsked = (server) => server.requests.filter(({ path }) => path === "/courtesy/zones.js").length;

for (const [zone, expected, allowed] of [
  // Whether New York or California nobody knows by a time zone: then the stricter of both holds.
  ["America/New_York", "opt-out final US time_zone", "opt_out yes"],
  ["Europe/Berlin", "opt-in honour DE time_zone", "no_choice no"],
  ["Europe/London", "opt-in honour GB time_zone", "no_choice no"],
  ["Asia/Tokyo", "notice honour JP time_zone", "notice yes"],
  ["Australia/Sydney", "opt-in honour AU time_zone", "no_choice no"],
  ["UTC", "opt-in final  unknown", "no_choice no"],
]) {
  story(`With the clock of ${zone} the law is: ${expected}`, { server: site(), ...inZone(zone) }, async ({ page, url, server }) => {
    await visit(page, `${url}/shop`);
    assert.equal(await law(page), expected);
    assert.deepEqual(await verdicts(page, "analytics"), { analytics: allowed });
    assert.equal(zonesAsked(server), 1);
    await banner(page).waitFor();
  });
}

for (const [path, expected] of [["california", "opt-out final US-CA hint"], ["texas", "opt-out honour US-TX hint"]]) {
  story(`The page's own word beats the time zone: ${path}`, { server: site(), ...inZone("Europe/Berlin") }, async ({ page, url }) => {
    await visit(page, `${url}/${path}`);
    assert.equal(await law(page), expected);
  });
}

story("A word that is no region is reported once, and the time zone tells", { server: site(), ...inZone("Europe/Berlin") }, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  await visit(page, `${url}/wrong`);
  assert.equal(await law(page), "opt-in honour DE time_zone");
  assert.deepEqual(classified(await reports()), [{ name: "InputError", kind: "value", path: "region" }]);
});

story("By the npm door `region` says where the visitor is, before the config and the time zone do", { server: site({ region: "JP" }), ...inZone("Europe/Berlin") }, async ({ page, url }) => {
  await openNpmPage(page, url);
  await page.evaluate(() => window.make({ region: "US-CA" }));
  assert.equal(await law(page), "opt-out final US-CA hint");
  await visit(page, `${url}/shop`);
  assert.equal(await law(page), "notice honour JP hint");
});

story("Where the page or the config names the place, the table of zones is not loaded; `XX` names none", { server: site({ region: "JP" }), ...inZone("Europe/Berlin") }, async ({ page, url, server }) => {
  await visit(page, `${url}/shop`);
  await visit(page, `${url}/california`);
  assert.equal(await law(page), "opt-out final US-CA hint");
  assert.equal(zonesAsked(server), 0);
  await visit(page, `${url}/nowhere`);
  assert.equal(await law(page), "opt-in honour DE time_zone");
  assert.equal(zonesAsked(server), 1);
});

story("Where no regions are declared the table of zones is not loaded", { server: { ...withConsent(), siteDir }, ...inZone("Europe/Berlin") }, async ({ page, url, server }) => {
  await visit(page, `${url}/shop`);
  await banner(page).waitFor();
  assert.equal(zonesAsked(server), 0);
  assert.equal(await law(page), "opt-in honour  unknown");
});

story("Without the table of zones the strictest law holds, and nobody is troubled", { server: site(), ...inZone("Asia/Tokyo"), prepare: (context) => context.route("**/zones.js", (route) => route.abort()) }, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  await visit(page, `${url}/shop`);
  assert.equal(await law(page), "opt-in final  unknown");
  assert.deepEqual(classified(await reports()), []);
});

story("Under opt-out the first view is recorded, the banner is a notice, and a no stops it all", { server: site(), ...inZone("Europe/Berlin") }, async ({ page, url, server }) => {
  await visit(page, `${url}/texas`);
  await arrived(server, "/texas");
  assert.match(await banner(page).textContent(), /unless you say no/);
  await answer(page, "Reject all");
  await until(async () => (await kept(page)).databases.length === 0);
  await until(() => server.batches.every(({ status }) => status !== null));
  const before = server.batches.length;
  await track(page, "Too Late");
  await quiet(800); // Longer than events wait for company.
  await page.reload();
  await page.evaluate(() => window.courtesy.ready);
  await quiet(800);
  assert.equal(server.batches.length, before);
  assert.equal(await banner(page).count(), 0);
  assert.deepEqual(Object.keys((await kept(page)).local).sort(), ["courtesy.consent", "courtesy.receipts"]);
});

story("`setRegion` changes the law at once, for this page only; what is no region changes nothing", { server: site(), ...inZone("Europe/Berlin") }, async ({ page, url, server, context }) => {
  const reports = watchConsole(context);
  await visit(page, `${url}/texas`);
  await arrived(server, "/texas");
  const set = (region) => page.evaluate((region) => window.courtesy.consent.setRegion(region), region);
  await set("FR");
  assert.equal(await law(page), "opt-in honour FR hint");
  assert.deepEqual(await verdicts(page, "analytics"), { analytics: "no_choice no" });
  await until(async () => (await kept(page)).databases.length === 0);
  await until(() => server.batches.every(({ status }) => status !== null));
  const before = server.batches.length;
  await track(page, "In France");
  await quiet(800);
  assert.equal(server.batches.length, before);
  await set("no region at all");
  assert.equal(await law(page), "opt-in honour FR hint");
  // The page knew the place at the start, so nobody looked up the time zone: the strictest of all holds.
  await set(null);
  assert.equal(await law(page), "opt-in final  unknown");
  assert.deepEqual(await events(server, "In France"), []);
  await set("us-ca");
  assert.equal(await law(page), "opt-out final US-CA hint");
  await visit(page, `${url}/shop`);
  assert.equal(await law(page), "opt-in honour DE time_zone");
  assert.deepEqual(classified(await reports()), [{ name: "InputError", kind: "value", path: "region" }]);
});
