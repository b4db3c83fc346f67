/** Story 5, what does not load: the page is whole, shows its default, and one classified error says why. */
import assert from "node:assert/strict";
import { configText, sdkWith } from "./altered-files.mjs";
import { story } from "./browser.mjs";
import { demoConfig } from "./demo-config.mjs";
import { kept, NOTHING } from "./device.mjs";
import { classified, watchConsole } from "./reports.mjs";
import { quiet } from "./until.mjs";
import { DEFAULT_TITLE, heroTitle, settled, track } from "./visitor.mjs";

/** The page as it would be without us: content, links, form. */
async function assertWholePage(page, url) {
  assert.equal(await heroTitle(page), DEFAULT_TITLE);
  assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Pricing" }).click();
  await page.waitForURL(`${url}/pricing`);
  assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
  await page.getByText(/^(Nothing\.|Courtesy could)/).first().waitFor({ state: "attached" });
}

/**
 * @param {string} title
 * @param {object} server  What is wrong.
 * @param {object[]} expected  What is reported, on each page.
 * @param {(context: object) => Promise<void>} [prepare]
 */
function failure(title, server, expected, prepare) {
  story(`${title}: the page is whole, and one error says why`, { server, prepare }, async ({ page, url, context, server }) => {
    const reports = watchConsole(context);
    await page.goto(url);
    assert.equal(await settled(page), "inert");
    await track(page, "Into The Void", { n: 1 });
    await page.evaluate(() => window.courtesy.consent.open());
    assert.deepEqual(classified(await reports()), expected);
    assert.equal(await page.locator("courtesy-consent").count(), 0);
    assert.deepEqual(await kept(page), NOTHING);
    await assertWholePage(page, url);
    await settled(page);
    await quiet(100);
    assert.deepEqual(classified(await reports()), [...expected, ...expected], "one a page");
    assert.equal(server.batches.length, 0);
  });
}

const load = (kind) => [{ name: "LoadError", kind }];
const config = (kind, path) => [path ? { name: "ConfigError", kind, path } : { name: "ConfigError", kind }];
const without = (pattern) => (context) => context.route(pattern, (route) => route.abort());

failure("Wasm refused by the page's policy", { csp: "no-wasm" }, load("csp"));
failure("Wasm that is not there", { sdkDir: await sdkWith({ "courtesy.wasm": null }) }, load("network"));
failure("Wasm that cannot be reached", {}, load("network"), without("**/courtesy.wasm"));
failure("Wasm of wrong bytes", { sdkDir: await sdkWith({ "courtesy.wasm": "This is no Wasm." }) }, load("invalid"));
failure("Wasm that ends in its middle", { sdkDir: await sdkWith({ "courtesy.wasm": Buffer.from("0061736d0100000001", "hex") }) }, load("invalid"));
failure("Wasm of another kind", { sdkDir: await sdkWith({ "courtesy.wasm": Buffer.from("0061736d01000000", "hex") }) }, load("invalid"));
failure("An engine.js that cannot be reached", {}, load("network"), without("**/engine.js"));
failure("An engine.js that is not there", { sdkDir: await sdkWith({ "engine.js": null }) }, load("network"));
failure("A config that cannot be reached", {}, load("network"), without("**/courtesy.json"));
failure("A config that is not there", { config: "/nowhere/courtesy.json" }, load("network"));
failure("A config that is no JSON", { config: await configText('{"consent": {') }, config("type"));
failure("An empty config", { config: await configText("") }, config("type"));
failure("A config that is a list", { config: await configText("[]") }, config("type"));
failure(
  "A wrong type deep within the config",
  { config: demoConfig((tree) => (tree.intent.intents.evaluate.signals[1].points = "fifteen")) },
  config("type", "intent.intents.evaluate.signals[1].points"),
);
failure(
  "A condition that nobody knows",
  { config: demoConfig((tree) => (tree.slots.hero.rules[0].when = { "intent.evaluate.score": { $about: 40 } })) },
  config("condition", "slots.hero.rules[0].when.intent.evaluate.score.$about"),
);
failure(
  "A link that runs script, in the config",
  { config: demoConfig((tree) => (tree.slots.hero.variants.evaluator.fields.cta.href = "javascript:alert(1)")) },
  config("value", "slots.hero.variants.evaluator.fields.cta.href"),
);
failure("A config and an engine that both are missing", { config: "/nowhere/courtesy.json" }, load("network"), without("**/engine.js"));
failure("A missing config and an engine that comes a second later", { config: "/nowhere/courtesy.json" }, load("network"), (context) =>
  context.route("**/engine.js", async (route) => {
    await quiet(1_000);
    await route.continue();
  }),
);

story("Without our script the page is whole, and says nothing", { prepare: without("**/courtesy.js") }, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  await page.goto(url);
  assert.equal(await page.evaluate(() => typeof window.courtesy), "undefined");
  await assertWholePage(page, url);
  assert.deepEqual(await reports(), []);
  assert.deepEqual(await kept(page), NOTHING);
});

story("Without ask.js nothing is asked, nothing is kept, and one error says why", { prepare: without("**/ask.js") }, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  await page.goto(url);
  assert.equal(await settled(page), "running");
  await page.locator('footer [data-courtesy-open=""]').click();
  await quiet(300);
  assert.deepEqual(classified(await reports()), load("network"));
  assert.deepEqual(await kept(page), NOTHING);
  assert.equal(await heroTitle(page), DEFAULT_TITLE);
});
