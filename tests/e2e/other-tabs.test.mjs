/** What another tab decided holds in this one before anything more is sent, whichever way the word of it comes. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, events } from "./collected.mjs";
import { quiet, until } from "./until.mjs";
import { allowed, answer, track, visit, YES } from "./visitor.mjs";

const NO_RECORD = `JSON.stringify({ ...JSON.parse(localStorage["courtesy.consent"]), at: Date.now(), granted: [], denied: ["analytics", "personalization"] })`;

story("A no that was stored without a word to this tab stops its next event", {}, async ({ page, url, server }) => {
  await visit(page, url);
  await answer(page, YES);
  await track(page, "Allowed");
  await arrived(server, "Allowed");
  // In its own tab a page's storage changes without an event.
  await page.evaluate(`localStorage["courtesy.consent"] = ${NO_RECORD}; courtesy.track("Too Late")`);
  assert.equal(await page.evaluate(() => window.courtesy.consent.get().purposes.analytics), false);
  await quiet(1_500); // Longer than events wait for company.
  assert.deepEqual(await events(server, "Too Late"), []);
});

story("An answer is told to tabs that share no storage event", {}, async ({ page, url }) => {
  await visit(page, url);
  await page.evaluate(() => (window.told = []) && (new BroadcastChannel("courtesy").onmessage = ({ data }) => window.told.push(data)));
  await answer(page, YES);
  const [told] = await until(() => page.evaluate(() => window.told.length && window.told));
  assert.equal(told, await page.evaluate(() => localStorage["courtesy.consent"]));
  await allowed(page, "analytics");

  // The same word from another tab, whose storage event is still on its way.
  await page.evaluate(`localStorage["courtesy.consent"] = ${NO_RECORD}; new BroadcastChannel("courtesy").postMessage("")`);
  await allowed(page, "analytics", false);
});

story("A page that becomes visible again looks at what another tab stored meanwhile", {}, async ({ page, url }) => {
  await visit(page, url);
  await answer(page, YES);
  await page.evaluate(`localStorage["courtesy.consent"] = ${NO_RECORD}; document.dispatchEvent(new Event("visibilitychange"))`);
  await allowed(page, "analytics", false);
});

story("Whatever is said on our channel by whoever speaks there, what is no word of ours is not heeded", {}, async ({ page, url, server, newTab }) => {
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  const other = await newTab();
  await other.goto(`${url}/favicon.svg`);
  await other.evaluate(async () => {
    const channel = new BroadcastChannel("courtesy");
    const words = [[], [1], [{ id: "x", row: "y" }], [1e9, 0], [-1, "x"], [2, "x", "y", 0], ["x", "y", "z"], [[["x"]]], [1, "x", "0{}", 0], 1, {}, { length: 2 }, true, undefined, new Date(), new Uint8Array(9), new Map()];
    for (const word of words) channel.postMessage(word);
    await new Promise((done) => setTimeout(done, 300));
  });
  await track(page, "After");
  await arrived(server, "After");
  await allowed(page, "analytics");
});
