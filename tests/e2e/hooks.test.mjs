/** Hooks (`events.use`): none is passed over, whatever the page's functions do, since what one of them takes out may not leave. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, assertWhole, events } from "./collected.mjs";
import { npmSite, withClient } from "./npm-page.mjs";

const server = { siteDir: await npmSite() };

/** What is used before the hook that takes the secret out, and what becomes of it there. */
const CASES = [
  ["one that is stopped twice", () => { const stop = client.events.use(() => {}); useLast(); stop(); stop(); }],
  ["the same function, used twice and stopped once", () => { window.stopped = client.events.use(takeOut); useLast(); stopped(); }],
  ["one that stops itself", () => { const stop = client.events.use(() => stop()); useLast(); }],
  ["one that answers false", () => { client.events.use((event) => event.event === "Never" && null); useLast(); }],
  ["one that answers true, nothing, a number, a text", () => { for (const answer of [true, undefined, 0, NaN, "", "text"]) client.events.use(() => answer); useLast(); }],
  ["one that puts in what cannot be cloned", () => { client.events.use((event) => { event.properties.at = { toJSON: () => "here" }; }); useLast(); }],
  ["one that returns an event with what cannot be cloned", () => { client.events.use((event) => ({ ...event, properties: { ...event.properties, at: new URL("https://a.example/") } })); useLast(); }],
  ["one that is asynchronous", () => { client.events.use(async () => {}); useLast(); }],
  ["one that is no function", () => { client.events.use("no function"); useLast(); }],
  ["one in a browser without structuredClone", () => { delete window.structuredClone; client.events.use(() => {}); useLast(); }],
];

for (const [what, use] of CASES) {
  story(`A hook is not passed over for the one before it: ${what}`, { server }, async ({ page, url, server, uncaught }) => {
    await withClient(page, url);
    await page.evaluate(() => {
      window.takeOut = (event) => void delete event.properties?.secret;
      window.useLast = () => client.events.use(takeOut);
    });
    await page.evaluate(use);
    await page.evaluate(() => void client.track("Told", { secret: "of nobody's business", open: 1 }));
    const [told] = await arrived(server, "Told");
    assert.equal(told.properties.open, 1);
    assert.ok(!("secret" in told.properties));
    // What is wrong with a hook surfaces as the page's own error.
    assert.equal(uncaught.splice(0).length > 0, /asynchronous|no function/.test(what));
    await assertWhole(server);
  });
}

story("Only null drops an event; a hook that was stopped sees no more", { server }, async ({ page, url, server }) => {
  await withClient(page, url);
  await page.evaluate(() => {
    const stop = client.events.use(({ event }) => (event === "Dropped" ? null : undefined));
    client.track("Dropped");
    client.track("Kept");
    stop();
    client.track("Dropped", { after: true });
  });
  await arrived(server, "Kept");
  const dropped = await arrived(server, "Dropped");
  assert.deepEqual(dropped.map(({ properties, context }) => [properties.after, context.courtesy.dropped.hook]), [[true, 1]]);
  assert.equal((await events(server, "Kept")).length, 1);
});
