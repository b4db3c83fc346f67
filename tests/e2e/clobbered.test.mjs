/** Elements that bear the names of the document's own members, as markup may that an editor writes: they hide nothing and stop nothing. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, assertWhole } from "./collected.mjs";
import { demoConfig } from "./demo-config.mjs";
import { html } from "./gated-page.mjs";
import { siteWith } from "./altered-files.mjs";
import { until } from "./until.mjs";
import { allowed, track, visit } from "./visitor.mjs";

const NAMES = `title referrer cookie hidden visibilityState readyState prerendering activeElement baseURI location URL hasFocus
  getElementsByTagName querySelector querySelectorAll addEventListener scrollingElement documentElement body`.split(/\s+/);
const named = NAMES.map((name) => `<img name="${name}" alt=""><form name="${name}" id="${name}"></form>`).join("");
const slot = `<courtesy-slot name="hero"><h1 data-bind="title">Your whole harbour</h1></courtesy-slot>`;
/** They stand before the script and behind it. */
const clobbered = html({ body: named + slot + named }).replace("<script", `${named.replaceAll(/<form.*?<\/form>/g, "")}<script`);

const config = demoConfig(({ events }) => (events.autocapture = { vitals: false }));
const siteDir = await siteWith({ "clobbered.html": clobbered });
const args = ["--host-resolver-rules=MAP *.example 127.0.0.1", "--no-proxy-server"];

story("Elements named like members of the document hide neither title nor referrer, nor the shared answer", { server: { config, siteDir }, args }, async (stage) => {
  const { page, server, url, newTab } = stage;
  const at = (host, path) => `${url.replace("127.0.0.1", host)}/${path}`;
  await page.goto(at("www.site.example", "clobbered"), { referer: "https://from.example/" });
  assert.equal(await page.evaluate(() => typeof document.title), "object", "it is clobbered");
  assert.equal(await page.evaluate(() => window.courtesy.ready), "running");
  await page.evaluate(() => window.courtesy.consent.set({ analytics: true }));
  const [view] = await arrived(server, "/clobbered");
  assert.equal(view.name, "Gated");
  assert.equal(view.context.page.referrer, "https://from.example/");
  await page.mouse.move(10, 10);
  await page.waitForTimeout(1_200);
  await track(page, "Still Here");
  await arrived(server, "Still Here");
  await page.evaluate(() => history.pushState(null, "", "/next"));
  const [next] = await arrived(server, "/next");
  assert.ok(next.properties.previous_engaged_ms >= 1_000, JSON.stringify(next.properties));

  const other = await newTab();
  await visit(other, at("shop.site.example", "clobbered"));
  await allowed(other, "analytics");
  await until(async () => (await arrived(server, "/clobbered", 2)).length === 2);
  await assertWhole(server);
});
