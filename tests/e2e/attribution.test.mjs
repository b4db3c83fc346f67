/** What led here: the touch log, the channel of a visit, and what a conversion says for ever. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, sent } from "./collected.mjs";
import { demoConfig } from "./demo-config.mjs";
import { answer, track, visit, YES } from "./visitor.mjs";

const config = demoConfig((config) => (config.events.attribution = { conversions: ["Demo Requested"] }));
/** Of this name, as they happened: what waited for its code is sent after what came later. */
const wire = (server, name) =>
  sent(server).flat().filter((event) => (event.event ?? event.type) === name).sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
const touches = (page) => page.evaluate(() => window.courtesy.events.touches());

story("A later campaign rewrites nothing of what led to an earlier conversion", { server: { config } }, async ({ page, url, server }) => {
  await visit(page, `${url}/?utm_source=almanac&utm_medium=email&utm_campaign=spring`);
  await answer(page, YES);
  await track(page, "Demo Requested", { which: "first" });
  await arrived(server, "Demo Requested");
  const before = JSON.stringify(wire(server, "Demo Requested")[0]);

  await visit(page, `${url}/pricing?gclid=Cj0KCQ&utm_campaign=summer`);
  await track(page, "Demo Requested", { which: "second" });
  await arrived(server, "Demo Requested", 2);
  const [first, second] = ["first", "second"].map((which) =>
    wire(server, "Demo Requested").find(({ properties }) => properties.which === which),
  );
  assert.equal(JSON.stringify(first), before);
  const told = ({ context }) => {
    const { first, last, last_non_direct, touches } = context.courtesy.attribution;
    return [first, last, last_non_direct, ...touches].map(({ channel, name }) => `${channel} ${name}`);
  };
  assert.deepEqual(told(first), Array(4).fill("Email spring"));
  const [spring, summer] = ["Email spring", "Paid Search summer"];
  assert.deepEqual(told(second), [spring, summer, summer, spring, summer]);
  assert.notEqual(first.context.courtesy.session_id, second.context.courtesy.session_id);
  // The same in the database, where reports are made.
  const rows = await arrived(server, "Demo Requested", 2);
  assert.deepEqual(rows.map(({ context }) => context.courtesy.attribution.last.name), ["spring", "summer"]);
});

story("The page can show the touch log and the channel of the present visit", { server: { config } }, async ({ page, url, server }) => {
  await visit(page, `${url}/?utm_source=almanac&utm_medium=email`);
  assert.equal(await touches(page), undefined);
  await answer(page, YES);
  await arrived(server, "/");
  const { first, last, touches: log } = await touches(page);
  assert.deepEqual([last.channel, last.source, last.path, log.length], ["Email", "almanac", "/", 1]);
  assert.deepEqual(first, last);
  await visit(page, `${url}/pricing`);
  // The same visit, and so the same touch.
  assert.deepEqual((await touches(page)).touches, log);
  assert.deepEqual(await page.evaluate(() => Object.keys(window.courtesy.events.touches())), ["first", "last", "last_non_direct", "touches"]);
});

story("Page views say what led to the visit, which session it is, and which view in it", { server: { config } }, async ({ page, url, server }) => {
  const referrer = "https://www.google.com/";
  await page.goto(url, { referer: referrer });
  await answer(page, YES);
  await arrived(server, "/");
  await visit(page, `${url}/pricing`);
  await arrived(server, "/pricing");
  const [home, pricing] = wire(server, "page");
  const { touch } = home.context.courtesy;
  assert.deepEqual([touch.channel, touch.source, touch.medium, touch.path], ["Organic Search", "google", "organic", "/"]);
  assert.deepEqual(pricing.context.courtesy.touch, touch);
  const numbers = ({ context: { courtesy } }) => [courtesy.session_number, courtesy.view_number];
  assert.deepEqual([home, pricing].map(numbers), [[1, 1], [1, 2]]);
  const { locale, timezone, userAgent, screen } = pricing.context;
  assert.ok(locale && timezone && userAgent.includes("Chrome") && screen.width > 0 && screen.density > 0);
});
