/** Story 3: who behaved like an evaluator on three pages meets the evaluator's hero on the next, from the first paint on. */
import assert from "node:assert/strict";
import { DESKTOP, PHONE, story } from "./browser.mjs";
import { demoConfig } from "./demo-config.mjs";
import { shiftsBesidePanel, titlesSeen, watchPaint, whatWasSeen } from "./first-paint.mjs";
import { slowHtml } from "./slow-html.mjs";
import { quiet, until } from "./until.mjs";
import { answer, DEFAULT_TITLE, EVALUATOR_TITLE, evaluate, heroTitle, settled, visit, YES } from "./visitor.mjs";

const decision = (page) => page.evaluate(() => window.courtesy.slots.decide("hero"));

async function becomesEvaluator(page, url) {
  await visit(page, url);
  await answer(page, YES);
  await evaluate(page, url);
}

/** No frame ever showed anything else, and the first paint showed it already. */
function assertFromFirstPaint(seen, title) {
  assert.deepEqual(titlesSeen(seen), [title]);
  const shown = seen.frames.find((frame) => frame.title === title);
  // A frame's own time is before its paint, and the paint's time is that frame's or a little later.
  assert.ok(shown.atMs <= seen.firstContentfulPaintMs + 17, `shown at ${shown.atMs}, painted at ${seen.firstContentfulPaintMs}`);
}

for (const [device, viewport] of [["desktop", DESKTOP], ["phone", PHONE]]) {
  story(`On a ${device} the evaluator's hero is there at the first paint, and nothing of ours shifts`, { browser: { viewport }, prepare: watchPaint }, async ({ page, url }) => {
    await becomesEvaluator(page, url);
    const sources = [];
    for (let view = 0; view < 3; view += 1) {
      await visit(page, url);
      const seen = await whatWasSeen(page);
      assertFromFirstPaint(seen, EVALUATOR_TITLE);
      sources.push(...seen.shifts);
    }
    assert.deepEqual(sources, [], "no layout shift at all");
    assert.deepEqual(
      await page.locator("courtesy-slot[name=hero] [data-bind=cta]").evaluate((link) => [link.textContent, link.getAttribute("href")]),
      ["Ask for your price", "/contact"],
    );
    const { variant, rule, reason } = await decision(page);
    assert.deepEqual({ variant, rule, reason }, { variant: "evaluator", rule: "evaluators", reason: "rule" });
  });

  story(`On a ${device} the banner, the yes and a later engine shift nothing`, { browser: { viewport }, prepare: watchPaint }, async ({ page, url }) => {
    await visit(page, url);
    await page.getByRole("button", { name: YES }).waitFor();
    await quiet(300); // The banner comes up in 250 ms.
    await answer(page, YES);
    assert.deepEqual(shiftsBesidePanel(await whatWasSeen(page)), []);
  });
}

story("The evaluator's hero is there while neither engine nor Wasm has come", { prepare: watchPaint }, async ({ page, url, context }) => {
  await becomesEvaluator(page, url);
  let held = 0;
  await context.route(/\/courtesy\/(engine\.js|courtesy\.wasm)$/, async (route) => {
    held += 1;
    await quiet(1_500);
    await route.continue();
  });
  await page.goto(url);
  const early = await whatWasSeen(page);
  assert.equal(held, 2, "both were asked for and are held back");
  assertFromFirstPaint(early, EVALUATOR_TITLE);
  assert.ok(early.frames.every((frame) => !frame.isRunning));
  assert.equal(await settled(page), "running");
  const late = await whatWasSeen(page);
  assertFromFirstPaint(late, EVALUATOR_TITLE);
  assert.deepEqual(late.shifts, []);
});

/** Cut within the title's text, right behind the lead's start tag, and between two elements. */
const CUTS = [
  ["in the title's text", ["Your whole harbour, bef"]],
  ["behind the slot's start tag", ['<courtesy-slot name="hero">']],
  ["behind a start tag, in a text, and between elements", ['data-bind="title">', "takes the place of the led", 'data-bind="note">']],
];
for (const [where, cuts] of CUTS) {
  story(`HTML that stops ${where} for 300 ms never shows the default text`, { prepare: watchPaint }, async ({ page, url }) => {
    const slow = await slowHtml(url, "/", cuts, 300);
    try {
      await becomesEvaluator(page, slow.url);
      await visit(page, slow.url);
      await page.waitForLoadState();
      const seen = await whatWasSeen(page);
      // An element may be there, still empty, before anything is put into it: nobody sees that.
      assert.deepEqual(titlesSeen(seen).filter((title) => title !== ""), [EVALUATOR_TITLE]);
      const leads = new Set(seen.frames.map(({ lead }) => lead).filter(Boolean));
      assert.equal(leads.size, 1, [...leads].join("\n"));
      assert.match([...leads][0], /^Quaybook is priced by the berth/);
    } finally {
      await slow.close();
    }
  });
}

/** The demo's config, with a hero that a single comparison of plans makes an evaluator's. */
const quickConfig = demoConfig((config) => {
  config.slots.hero.rules[0].when = { "intent.evaluate.score": { $gte: 10 } };
});

story("A yes while the hero is in view leaves it as it is; the next view has the right one", { server: { config: quickConfig }, prepare: watchPaint }, async ({ page, url }) => {
  await visit(page, url);
  await page.evaluate(() => window.courtesy.track("Plan Compared", { plan: "tide" }));
  await answer(page, YES);
  await until(async () => (await page.evaluate(() => window.courtesy.intent.scores().evaluate)) >= 10);
  const { variant, reason } = await decision(page);
  assert.deepEqual({ variant, reason }, { variant: "default", reason: "late" });
  const seen = await whatWasSeen(page);
  assertFromFirstPaint(seen, DEFAULT_TITLE);
  assert.deepEqual(shiftsBesidePanel(seen), []);
  assert.equal((await page.evaluate(() => window.courtesy.slots.next("hero"))).variant, "evaluator");
  await page.reload();
  await settled(page);
  assertFromFirstPaint(await whatWasSeen(page), EVALUATOR_TITLE);
});

story("Seeing a slot is recorded once a visit, with what was shown and why", {}, async ({ page, url, server }) => {
  await becomesEvaluator(page, url);
  await visit(page, url);
  await visit(page, url);
  assert.equal(await heroTitle(page), EVALUATOR_TITLE);
  const rows = await until(async () => {
    const rows = (await server.events.rows()).filter((row) => row.name === "Slot Viewed" && row.properties.slot === "hero");
    return rows.some((row) => row.properties.variant === "evaluator") && rows;
  }, 8_000);
  const evaluator = rows.filter((row) => row.properties.variant === "evaluator");
  assert.equal(evaluator.length, 1);
  assert.equal(evaluator[0].properties.rule, "evaluators");
});
