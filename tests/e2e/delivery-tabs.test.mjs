/** Ten tabs of one visitor record at once, and the one that is sending crashes: everything is there once, and nobody waits for it. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, assertWhole, sent } from "./collected.mjs";
import { queued } from "./device.mjs";
import { watchPersisted } from "./persisted.mjs";
import { until } from "./until.mjs";
import { answer, visit, YES } from "./visitor.mjs";

const TABS = 10;
const EVENTS = 5;

const record = (tab, first) =>
  tab.evaluate(
    ([first, count]) => Promise.all(Array.from({ length: count }, (_, more) => window.recordPersisted("In Ten Tabs", first + more))),
    [first, EVENTS],
  );

async function openTen({ page, url, server, newTab }) {
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  const tabs = [page];
  while (tabs.length < TABS) {
    const tab = await newTab();
    await visit(tab, `${url}/pricing`);
    tabs.push(tab);
  }
  await arrived(server, "/pricing", TABS - 1);
  await until(async () => (await queued(page)).length === 0);
  return tabs;
}

story("Ten tabs record at once: everything is there once, and nothing was sent twice", { prepare: watchPersisted }, async (stage) => {
  const { server, page } = stage;
  const tabs = await openTen(stage);
  await Promise.all(tabs.map((tab, index) => record(tab, index * EVENTS)));
  await arrived(server, "In Ten Tabs", TABS * EVENTS, 15_000);
  await until(async () => (await queued(page)).length === 0);
  await assertWhole(server);
  assert.equal(server.counts.duplicates, 0);
});

story("One of ten tabs crashes while it is sending: the others send what it had, with no new visit", { prepare: watchPersisted }, async (stage) => {
  const { server, context } = stage;
  const tabs = await openTen(stage);
  // Its answer comes when nobody is there for it any more, and is a no.
  server.setFault({ delayMs: 1_000, status: 503 });
  const sending = Promise.race(tabs.map(async (tab) => (await tab.waitForRequest("**/v1/batch")) && tab));
  await Promise.all(tabs.map((tab, index) => record(tab, index * EVENTS)));
  const victim = await sending;
  const crashed = victim.waitForEvent("crash");
  (await context.newCDPSession(victim)).send("Page.crash").catch(() => {}); // Never answered: who should?
  await crashed;
  server.setFault();
  await arrived(server, "In Ten Tabs", TABS * EVENTS, 20_000);
  const living = tabs.find((tab) => tab !== victim);
  await until(async () => (await queued(living)).length === 0);
  await assertWhole(server);
  // The batches that were refused are sent again, those that were taken are not.
  assert.equal(server.counts.duplicates, 0);
  assert.ok(sent(server).length < 60, `${sent(server).length} batches are no storm`);
});
