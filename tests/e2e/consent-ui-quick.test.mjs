/**
 * From a press to the next paint: at most 100 ms on a processor slowed down four times, where "good" for Interaction to Next Paint
 * is 200. Measured as web-vitals does it, by the browser's own event timing; of each press the median of several visits.
 *
 * Other programs on the machine can only make it slower, never faster; so a round that is too slow is measured again, twice at most.
 */
import assert from "node:assert/strict";
import { PHONE, story } from "./browser.mjs";
import { quiet } from "./until.mjs";
import { banner, NO, SOME, visit, YES } from "./visitor.mjs";

const VISITS = 5;
const ROUNDS = 3;
const LIMIT_MS = 100;

/** The longest interaction on this page so far, in ms, once the browser has told of one. */
const slowest = (page) => page.evaluate(() => Math.max(0, ...window.interactions.map(({ duration }) => duration)));

const observe = (context) =>
  context.addInitScript(() => {
    window.interactions = [];
    new PerformanceObserver((list) => {
      for (const { interactionId, name, duration } of list.getEntries()) if (interactionId) window.interactions.push({ name, duration });
    }).observe({ type: "event", durationThreshold: 16, buffered: true });
  });

const choose = "Choose for each purpose";
for (const presses of [[NO], [YES], [choose, NO], [choose, YES], [choose, SOME]]) {
  const title = `At a quarter of the speed, ${presses.map((label) => `“${label}”`).join(" and then ")} is painted within ${LIMIT_MS} ms`;
  story(title, { browser: { viewport: PHONE }, prepare: observe }, async ({ page, url, context }) => {
    const cdp = await context.newCDPSession(page);
    const round = async () => {
      const found = [];
      for (let visits = 0; visits < VISITS; visits += 1) {
        await visit(page, url);
        await page.evaluate(() => localStorage.clear());
        await visit(page, url);
        await banner(page).waitFor();
        await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
        for (const label of presses) {
          const { x, y, width, height } = await page.getByRole("button", { name: label }).boundingBox();
          await page.mouse.click(x + width / 2, y + height / 2);
          // The next press comes when this one is painted, and told of.
          await quiet(250);
        }
        await banner(page).waitFor({ state: "detached" });
        await cdp.send("Emulation.setCPUThrottlingRate", { rate: 1 });
        found.push(await slowest(page));
      }
      return found.sort((one, other) => one - other);
    };
    const rounds = [];
    do rounds.push(await round());
    while (rounds.at(-1)[VISITS >> 1] > LIMIT_MS && rounds.length < ROUNDS);
    const found = rounds.map((all) => `${all.join(", ")} ms`).join("; ");
    console.log(`${presses.join(" → ")}: ${found}`);
    assert.ok(rounds.at(-1)[0] > 0, "the browser told of each");
    assert.ok(rounds.at(-1)[VISITS >> 1] <= LIMIT_MS, found);
  });
}
