/** An hour without a network: what happens meanwhile keeps its own time, survives its page, and arrives once the network is back. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, assertWhole } from "./collected.mjs";
import { queued } from "./device.mjs";
import { watchPersisted } from "./persisted.mjs";
import { until } from "./until.mjs";
import { answer, track, visit, YES } from "./visitor.mjs";

const MINUTE_MS = 60_000;

async function saysYes({ page, url, server }) {
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  await until(async () => (await queued(page)).length === 0);
}

story("A page that is offline for an hour sends everything when it is online again, with the times at which it happened", {}, async (stage) => {
  const { page, server, context } = stage;
  await page.clock.install();
  await saysYes(stage);
  await context.setOffline(true);
  await track(page, "Offline", { n: 1 });
  await page.clock.fastForward(20 * MINUTE_MS);
  await track(page, "Offline", { n: 2 });
  await page.clock.fastForward(40 * MINUTE_MS);
  await track(page, "Offline", { n: 3 });
  await context.setOffline(false);
  // Soon: not after the pause to which an hour of failures has grown.
  const rows = await arrived(server, "Offline", 3, 5_000);
  assert.deepEqual(rows.map((row) => row.properties.n), [1, 2, 3]);
  const minutes = rows.map((row) => Math.round((Date.parse(row.timestamp) - Date.parse(rows[0].timestamp)) / MINUTE_MS));
  assert.deepEqual(minutes, [0, 20, 60]);
  await until(async () => (await queued(page)).length === 0);
  await assertWhole(server);
});

story("What was recorded offline survives its tab, and is there once after the next visit online", { prepare: watchPersisted }, async (stage) => {
  const { page, url, server, context, newTab } = stage;
  await saysYes(stage);
  await context.setOffline(true);
  await page.evaluate(() => Promise.all([1, 2, 3].map((n) => window.recordPersisted("Offline", n))));
  await page.close();
  await context.setOffline(false);
  const next = await newTab();
  await visit(next, `${url}/pricing`);
  const rows = await arrived(server, "Offline", 3, 15_000);
  assert.deepEqual(rows.map((row) => row.properties.n), [1, 2, 3]);
  await until(async () => (await queued(next)).length === 0);
  await assertWhole(server);
});
