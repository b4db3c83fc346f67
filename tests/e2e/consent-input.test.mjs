/** What the page hands to `consent.set` is judged as a whole: one error with the path, or a choice. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { withConsent } from "./consent-config.mjs";
import { kept, NOTHING } from "./device.mjs";
import { npmSite, openNpmPage } from "./npm-page.mjs";
import { until } from "./until.mjs";

/** What is handed over, as text since it is made in the page; kind and path of the error. */
const BAD = [
  [`{ unknown: true }`, "unknown", "choice.unknown"],
  [`{ analytics: true, "analytics/nobody": true }`, "unknown", "choice.analytics/nobody"],
  [`{ necessary: false }`, "value", "choice.necessary"],
  [`{ necessary: true, analytics: true }`, "value", "choice.necessary"],
  [`{}`, "missing", "choice"],
  [`"yes"`, "type", "choice"],
  [`null`, "type", "choice"],
  [`undefined`, "type", "choice"],
  [`true`, "type", "choice"],
  [`["analytics"]`, "type", "choice"],
  [`{ analytics: "yes" }`, "type", "choice.analytics"],
  [`{ analytics: 1 }`, "type", "choice.analytics"],
  [`{ analytics: null }`, "type", "choice.analytics"],
  [`{ analytics: () => true }`, "type", "choice.analytics"],
  [`(() => { const it = {}; it.analytics = it; return it; })()`, "value", /^choice(\.analytics){1,40}$/],
  [`Object.fromEntries(Array.from({ length: 1e6 }, (_, n) => ["k" + n, true]))`, "value", "choice"],
  [`new Proxy({}, { ownKeys() { throw new Error("no"); } })`, "type", "choice"],
  [`{ get analytics() { throw new Error("no"); } }`, "type", "choice.analytics"],
  [`JSON.parse('{ "__proto__": true }')`, "value", "choice.__proto__"],
];

// A script of the page's own: its policy lets no text be run.
const values = `window.values = {\n${BAD.map(([source]) => `${JSON.stringify(source)}: () => (${source}),`).join("\n")}\n};`;
const server = { ...withConsent(), siteDir: await npmSite() };

for (const when of ["before the engine runs", "once it runs"]) {
  story(`A choice that is none, ${when}, is one InputError with its path each, and changes nothing`, { server }, async ({ page, url }) => {
    await page.addInitScript(values);
    await openNpmPage(page, url);
    const found = await page.evaluate(
      async ({ bad, isEarly }) => {
        const ready = window.make();
        if (!isEarly) await ready;
        for (const source of bad) window.client.consent.set(window.values[source]());
        await ready;
        return { reports: window.reports, consent: window.client.consent.get(), receipts: window.client.consent.receipts() };
      },
      { bad: BAD.map(([source]) => source), isEarly: when.startsWith("before") },
    );
    assert.deepEqual(found.reports.map(({ name, kind }) => `${name} ${kind}`), BAD.map(([, kind]) => `InputError ${kind}`));
    for (const [index, [source, , path]] of BAD.entries()) {
      if (path instanceof RegExp) assert.match(found.reports[index].path, path, source);
      else assert.equal(found.reports[index].path, path, source);
    }
    assert.deepEqual([found.consent.ask, found.consent.purposes, found.receipts], [true, { necessary: true, analytics: false, marketing: false }, []]);
    assert.deepEqual(await kept(page), NOTHING);
    // And a good one after them counts.
    await page.evaluate(() => window.client.consent.set({ analytics: true }));
    await until(() => page.evaluate(() => window.client.consent.get().purposes.analytics));
  });
}

/** Under opt-out, so that the law of the hint shows in what is allowed. */
const regions = { ...withConsent({ mode: "opt-out", region: "US", regions: [{ regions: ["EEA"], mode: "opt-in" }] }), siteDir: await npmSite() };

story("A region that is no text is one InputError each, and does not take the hint back; `null` and an empty text do", { server: regions }, async ({ page, url }) => {
  await openNpmPage(page, url);
  const found = await page.evaluate(async () => {
    await window.make({ region: "DE" });
    const { consent } = window.client;
    const law = () => `${consent.get().mode} ${consent.get().region}`;
    const laws = [law()];
    for (const region of [123, undefined, {}, ["US"], true]) consent.setRegion(region);
    laws.push(law());
    for (const region of [null, "DE", "", "DE"]) laws.push((consent.setRegion(region), law()));
    return { laws, reports: window.reports };
  });
  assert.deepEqual(found.laws, ["opt-in DE", "opt-in DE", "opt-out US", "opt-in DE", "opt-out US", "opt-in DE"]);
  assert.deepEqual(found.reports.map(({ name, kind, path }) => `${name} ${kind} ${path}`), Array(5).fill("InputError type region"));
});

story("A region in the options that is no text is one InputError, and as if nobody had said it", { server: regions }, async ({ page, url }) => {
  await openNpmPage(page, url);
  assert.equal(await page.evaluate(() => window.make({ region: 49 })), "running");
  assert.equal(await page.evaluate(() => window.client.consent.get().region), "US");
  assert.deepEqual((await page.evaluate(() => window.reports)).map(({ name, kind, path }) => `${name} ${kind} ${path}`), ["InputError type region"]);
});
