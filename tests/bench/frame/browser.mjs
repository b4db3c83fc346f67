/** One headless Chromium for all runs; for each run a visitor who has never been there, in a renderer of their own. */
import { chromium } from "playwright-core";
import { toolchain } from "../../../js/scripts/toolchain.mjs";
import { CHROMIUM_FLAGS } from "../../chromium-flags.mjs";

export function openBrowser() {
  return chromium.launch({ executablePath: toolchain().env.COURTESY_CHROMIUM, args: CHROMIUM_FLAGS });
}

/**
 * A page of its own, with the clock of its main thread.
 *
 * The clock is Chromium's `TaskDuration` (Chrome DevTools Protocol, Performance.getMetrics): the time within the top-level tasks of the
 * renderer's main thread, in the domain `threadTicks`: processor time, not time on the wall. What else runs on the machine takes the
 * processor from a task, not from its figure. A trace has the same tasks, and would cost the page something itself.
 *
 * @param {import("playwright-core").Browser} browser
 */
export async function openPage(browser, url) {
  // Somebody's browser: some SDKs send nothing for a bot.
  const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${browser.version()} Safari/537.36`;
  const context = await browser.newContext({ userAgent });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error));
  const devtools = await context.newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(url);
  await page.evaluate(() => window.ready);
  return {
    page,
    devtools,
    errors,
    close: () => context.close(),
    /** The main thread's tasks up to now, in microseconds. What was thrown away before is not collected during what is measured. */
    async mainThreadUs() {
      const { metrics } = await devtools.send("Performance.getMetrics");
      return metrics.find(({ name }) => name === "TaskDuration").value * 1e6;
    },
    collectGarbage: () => devtools.send("HeapProfiler.collectGarbage"),
  };
}
