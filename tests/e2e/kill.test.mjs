/**
 * The kill test: Chromium is killed at random moments while a page records, sends and is refused. What was known to be persisted
 * arrives after the next start, each event once by its messageId.
 *
 * COURTESY_KILLS says how many moments (`make kill`: 50), COURTESY_SEED repeats a run's moments.
 */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { startServer } from "../../www/server/start-server.mjs";
import { DIST } from "./browser.mjs";
import { arrived, events, sent } from "./collected.mjs";
import { demoConfig } from "./demo-config.mjs";
import { openBrowser } from "./own-browser.mjs";
import { watchPersisted } from "./persisted.mjs";
import { seeded } from "./seeded.mjs";
import { quiet, until } from "./until.mjs";
import { answer, visit, YES } from "./visitor.mjs";

const KILLS = Number(process.env.COURTESY_KILLS ?? 8);
const SEED = Number(process.env.COURTESY_SEED ?? Date.now() % 1_000_000);
/** A page records for at most so long before its browser is killed. */
const LONGEST_MS = 1_500;
/** What the collector is like while the browser is killed. */
const MOODS = [{}, { delayMs: 200 }, { status: 503 }, { status: 503, storesFirst: true }, { status: 0 }, { status: 0, storesFirst: true }];

/** Records without an end, a few events at a time; each that is persisted is told over the debugging port, and not through our SDK. */
const RECORD = `(async (n) => {
  for (; ; n += 3) {
    await Promise.all([0, 1, 2].map((more) => recordPersisted("Killed", n + more).then(() => persisted(n + more))));
  }
})`;

test(`Killed at ${KILLS} random moments, the browser loses nothing that was persisted (COURTESY_SEED=${SEED})`, { timeout: 60_000 + KILLS * 20_000 }, async (t) => {
  const random = seeded(SEED);
  const server = await startServer({ sdkDir: DIST, config: demoConfig() });
  const profile = await mkdtemp(join(tmpdir(), "courtesy-killed-"));
  const known = new Set();
  let browser;
  const open = async () => {
    browser = await openBrowser(profile);
    await watchPersisted(browser.context);
    await browser.context.exposeFunction("persisted", (n) => void known.add(n));
    return browser.context.newPage();
  };
  t.after(async () => {
    await browser?.kill();
    await server.close();
    await rm(profile, { recursive: true, force: true });
  });

  // Chromium writes localStorage seconds later and on closing: the answer must not be what a kill takes away.
  await visit(await open(), server.url).then(() => answer(browser.context.pages().at(-1), YES));
  await arrived(server, "/");
  await browser.close();

  for (let kill = 0; kill < KILLS; kill += 1) {
    const page = await open();
    await visit(page, server.url);
    // Every other time the next kill comes while what the last one left is still on its way.
    if (random() < 0.5) await allThere(server, known, `after ${kill} kills`);
    const mood = MOODS[Math.floor(random() * MOODS.length)];
    const afterMs = Math.floor(random() * LONGEST_MS);
    server.setFault(mood);
    const before = known.size;
    page.evaluate(`${RECORD}(${kill * 10_000})`).catch(() => {}); // It ends with the browser.
    await quiet(afterMs);
    await browser.kill();
    server.setFault();
    console.log(`kill ${kill + 1} after ${afterMs} ms, collector ${JSON.stringify(mood)}: ${known.size - before} persisted`);
  }
  await visit(await open(), server.url);
  await allThere(server, known, "in the end");

  const rows = await events(server, "Killed");
  const numbers = rows.map((row) => row.properties.n);
  assert.equal(new Set(numbers).size, numbers.length, "no event under two ids");
  assert.ok(known.size > KILLS, "something was persisted");
  const copies = sent(server).flat().filter(({ event }) => event === "Killed").length;
  const { duplicates } = server.counts;
  console.log(`${known.size} persisted, ${rows.length} stored once each, ${copies - rows.length} sent again, ${duplicates} taken twice`);
});

async function allThere(server, known, when) {
  await until(async () => (await missing(server, known)).length === 0, 15_000).catch(() => {});
  assert.deepEqual(await missing(server, known), [], `lost ${when}`);
}

async function missing(server, known) {
  const there = new Set((await events(server, "Killed")).map((row) => row.properties.n));
  return [...known].filter((n) => !there.has(n));
}
