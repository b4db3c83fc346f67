/** Google's tags never fire under a state that the visitor did not choose, and hear of every choice once. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { choose, EVENTS, withConsent } from "./consent-config.mjs";
import { FAKE_GOOGLE_TAG } from "./fake-google-tag.mjs";
import { serve } from "./gated-page.mjs";
import { npmSite, openNpmPage } from "./npm-page.mjs";
import { classified, watchConsole } from "./reports.mjs";
import { quiet, until } from "./until.mjs";
import { visit } from "./visitor.mjs";

const SIGNALS = [
  "ad_storage", "ad_user_data", "ad_personalization", "analytics_storage", "functionality_storage", "personalization_storage", "security_storage",
];
/** `personalization_storage` is nobody's here: then it is not spoken of again. */
const server = withConsent({
  google: {
    signals: {
      ad_storage: ["marketing"], ad_user_data: ["marketing"], ad_personalization: ["marketing"], analytics_storage: ["analytics"],
      functionality_storage: ["necessary"], security_storage: ["necessary"],
    },
  },
});
const DENIED = Object.fromEntries(SIGNALS.map((signal) => [signal, "denied"]));
/** What a site pastes from Google, behind our tag. */
const SNIPPET = `<script>window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);} gtag("js", new Date()); gtag("config", "G-1");</script>
<script async src="/tag.js"></script>`;
const fakeTag = (context) =>
  context.route((url) => url.pathname === "/tag.js", (route) => route.fulfill({ contentType: "text/javascript", body: FAKE_GOOGLE_TAG }));
/** Each command on the data layer, and whether it is the object that Google's own snippet pushes. */
const commands = (page) =>
  page.evaluate(() => window.dataLayer.filter((entry) => entry[0] !== "js").map((entry) => [Object.prototype.toString.call(entry), ...entry]));
const fired = (page, count) => until(() => page.evaluate((count) => window.fired?.length >= count && window.fired, count));
const ARGUMENTS = "[object Arguments]";

story("All seven signals are denied before any tag, and the engine's word follows at once", { server }, async ({ page, url, context }) => {
  await fakeTag(context);
  await serve(context, "/google", { tag: "data-google", head: SNIPPET });
  await visit(page, `${url}/google`);
  const { personalization_storage, ...told } = DENIED;
  const [tag] = await fired(page, 1);
  assert.deepEqual(tag, { name: "G-1", ...DENIED, functionality_storage: "granted", security_storage: "granted" });
  assert.deepEqual(await commands(page), [
    [ARGUMENTS, "consent", "default", { ...DENIED, wait_for_update: 500 }],
    [ARGUMENTS, "set", "ads_data_redaction", true],
    [ARGUMENTS, "config", "G-1"],
    [ARGUMENTS, "consent", "update", { ...told, functionality_storage: "granted", security_storage: "granted" }],
  ]);
});

story("A visitor who has said yes is known before the first tag fires", { server }, async ({ page, url, context }) => {
  await serve(context, "/first");
  await visit(page, `${url}/first`);
  await choose(page, { analytics: true });
  await fakeTag(context);
  await serve(context, "/google", { tag: "data-google", head: SNIPPET });
  await visit(page, `${url}/google`);
  const [tag] = await fired(page, 1);
  assert.equal(tag.analytics_storage, "granted");
  assert.equal(tag.ad_storage, "denied");
});

story("Each change is told once, before what listens to it runs, and nothing is told twice", { server }, async ({ page, url, context }) => {
  await fakeTag(context);
  await serve(context, "/google", { tag: "data-google", head: SNIPPET });
  await visit(page, `${url}/google`);
  await fired(page, 1);
  await page.evaluate(() =>
    window.courtesy.consent.onChange(({ purposes }) => {
      const push = (...command) => (function () { window.dataLayer.push(arguments); })(...command);
      push("event", `analytics ${purposes.analytics}`);
    }),
  );
  await choose(page, { analytics: true });
  await choose(page, { analytics: true });
  await choose(page, { marketing: true });
  await choose(page, { analytics: false });
  const tags = await fired(page, 6);
  assert.deepEqual(tags.slice(1).map(({ name, analytics_storage }) => [name, analytics_storage]), [
    ["analytics false", "denied"], ["analytics true", "granted"], ["analytics true", "granted"], ["analytics true", "granted"], ["analytics false", "denied"],
  ]);
  const updates = (await commands(page)).filter(([, , action]) => action === "update");
  assert.deepEqual(updates.map(([, , , { analytics_storage, ad_storage }]) => `${analytics_storage} ${ad_storage}`), [
    "denied denied", "granted denied", "granted granted", "denied granted",
  ]);
});

const REGIONS = { wait_for_update: 900, url_passthrough: true, ads_data_redaction: false, regions: [{ region: ["US"], granted: ["ad_storage", "analytics_storage"] }, { region: ["US-CA"], granted: ["analytics_storage"] }] };
for (const [region, granted] of [["DE", []], ["US-TX", ["ad_storage", "analytics_storage"]], ["US-CA", ["analytics_storage"]]]) {
  story(`Region-specific defaults hold in ${region} until the visitor's state is known`, { server, prepare: (context) => context.addInitScript((region) => (window.visitorRegion = region), region) }, async ({ page, url, context }) => {
    await fakeTag(context);
    // The engine never comes: what stands is the defaults.
    await context.route("**/engine.js", (route) => route.abort());
    await serve(context, "/google", { tag: `data-google='${JSON.stringify(REGIONS)}'`, head: SNIPPET });
    await visit(page, `${url}/google`);
    const [tag] = await fired(page, 1);
    assert.deepEqual(SIGNALS.filter((signal) => tag[signal] === "granted"), granted);
    const defaults = (await commands(page)).filter(([, , action]) => action === "default");
    assert.deepEqual(defaults.map(([, , , { region, wait_for_update }]) => [region, wait_for_update]), [[["US-CA"], 900], [["US"], 900], [undefined, 900]]);
    assert.deepEqual(await page.evaluate(() => window.settings), { url_passthrough: true });
  });
}

/** A tag of somebody else stands in for `push`, and fails at Google's commands from a switch on. */
const FAULTY = `<script>window.dataLayer ??= []; const push = dataLayer.push; dataLayer.push = function (entry) {
  if (window.isFaulty && entry[0] === "consent") throw new Error("the page's");
  return push.call(dataLayer, entry);
}</script>`;

story("A data layer that throws keeps no answer from being heard, and nothing is sent after a no", { server: { ...server, config: { ...server.config, events: EVENTS } } }, async ({ page, url, server, context, uncaught }) => {
  const reports = watchConsole(context);
  server.setFault({ status: 503 });
  await serve(context, "/google", { tag: "data-google", head: FAULTY });
  await visit(page, `${url}/google`);
  await page.evaluate(() => {
    window.isFaulty = true;
    window.courtesy.track("Withdrawn");
  });
  await choose(page, { analytics: true });
  await quiet(500);
  server.setFault();
  await choose(page, { analytics: false });
  const before = server.batches.length;
  assert.equal(await page.evaluate(() => window.courtesy.consent.get().purposes.analytics), false);
  assert.deepEqual(await page.evaluate(() => JSON.parse(localStorage["courtesy.consent"]).granted), []);
  await quiet(3_000); // Longer than the first wait after a refusal.
  assert.equal(server.batches.length, before);
  // The collector's fault, and no trap.
  assert.deepEqual(classified(await reports()), [{ name: "DeliveryError", kind: "unreachable" }]);
  assert.deepEqual([...new Set(uncaught.splice(0).map(({ message }) => message))], ["the page's"]);
});

story("A data layer that throws from the start does not keep the client from the page", { server }, async ({ page, url, context, uncaught }) => {
  await context.addInitScript(() => (window.dataLayer = Object.assign([], { push: () => { throw new Error("the page's"); } })));
  await serve(context, "/google", { tag: "data-google" });
  assert.equal(await visit(page, `${url}/google`), "running");
  await quiet(100);
  assert.deepEqual([...new Set(uncaught.splice(0).map(({ message }) => message))], ["the page's"]);
});

story("Defaults that cannot be read deny everything, and one error says so", { server }, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  await fakeTag(context);
  await serve(context, "/google", { tag: "data-google='{regions: yes}'", head: SNIPPET });
  await visit(page, `${url}/google`);
  await fired(page, 1);
  const [[, , , first]] = await commands(page);
  assert.deepEqual(first, { ...DENIED, wait_for_update: 500 });
  assert.deepEqual(classified(await reports()), [{ name: "ConfigError", kind: "type", path: "google" }]);
});

story("A config that names signals, loaded by a tag without data-google: one error says so, and tags are told late", { server }, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  await serve(context, "/late");
  await visit(page, `${url}/late`);
  await choose(page, { analytics: true });
  const all = await commands(page);
  assert.deepEqual(all[0], [ARGUMENTS, "consent", "default", { ...DENIED, wait_for_update: 500 }]);
  assert.equal(all.at(-1)[2], "update");
  assert.equal(all.at(-1)[3].analytics_storage, "granted");
  assert.deepEqual(classified(await reports()), [{ name: "ConfigError", kind: "missing", path: "consent.google" }]);
});

story("Without data-google, and without signals in the config, there is no data layer, also where an element bears its name", { server: withConsent() }, async ({ page, url, context }) => {
  await serve(context, "/without", { body: `<p id="dataLayer"></p>` });
  await visit(page, `${url}/without`);
  await quiet(200);
  assert.equal(await page.evaluate(() => window.dataLayer.id), "dataLayer");
});

story("By the npm door the defaults stand when createCourtesy returns", { server: { ...server, siteDir: await npmSite() } }, async ({ page, url }) => {
  await openNpmPage(page, url);
  const first = await page.evaluate(() => {
    window.make({ google: { wait_for_update: 100 } });
    return window.dataLayer.map((entry) => [...entry]);
  });
  assert.deepEqual(first, [["consent", "default", { ...DENIED, wait_for_update: 100 }], ["set", "ads_data_redaction", true]]);
  await until(() => page.evaluate(() => window.dataLayer.at(-1)[1] === "update"));
});

story("A config that is given to createCourtesy sets the defaults itself, also beside GrowthBook's", { server: { siteDir: await npmSite() } }, async ({ page, url }) => {
  await openNpmPage(page, url);
  const first = await page.evaluate((consent) => {
    window.make({ google: undefined, config: { features: {}, courtesy: { consent } } });
    return window.dataLayer.map((entry) => [...entry]);
  }, server.config.consent);
  assert.deepEqual(first, [["consent", "default", { ...DENIED, wait_for_update: 500 }], ["set", "ads_data_redaction", true]]);
  await until(() => page.evaluate(() => window.dataLayer.at(-1)[1] === "update"));
  assert.deepEqual(await page.evaluate(() => window.reports), []);
});

story("`google: false` is a word of its own: no data layer, and no error", { server: { ...server, siteDir: await npmSite() } }, async ({ page, url }) => {
  await openNpmPage(page, url);
  await page.evaluate(() => window.make({ google: false }));
  assert.deepEqual(await page.evaluate(() => [window.dataLayer, window.reports]), [undefined, []]);
});
