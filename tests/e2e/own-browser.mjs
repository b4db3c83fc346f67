/**
 * A Chromium that is ours to kill: started by us with a profile on disk, in a process group of its own, and driven over its debugging
 * port. What Playwright starts it also ends in good order, which is what must not happen here.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chromium } from "playwright-core";
import { LAUNCH } from "./browser.mjs";

const START_MS = 15_000;
/** Where it says how it can be reached. */
const LISTENING = /^DevTools listening on (ws:\S+)$/m;

/**
 * @param {string} profile  A folder; made where it is not there.
 * @returns {Promise<{ context: import("playwright-core").BrowserContext, kill: () => Promise<void>, close: () => Promise<void> }>}
 *   `kill` ends every process of it at once, `close` lets it write down what it wants to.
 */
export async function openBrowser(profile) {
  const args = [...LAUNCH.args, `--user-data-dir=${profile}`, "--remote-debugging-port=0", "--hide-crash-restore-bubble", "about:blank"];
  const child = spawn(LAUNCH.executablePath, args, { detached: true, stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "exit");
  const killGroup = () => {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {} // Gone already.
  };
  process.once("exit", killGroup);
  const gone = async () => {
    await ended;
    process.off("exit", killGroup);
  };

  try {
    const browser = await chromium.connectOverCDP(await address(child), { timeout: START_MS });
    return {
      context: browser.contexts()[0],
      async kill() {
        killGroup();
        await gone();
        await browser.close();
      },
      async close() {
        const devtools = await browser.newBrowserCDPSession();
        await devtools.send("Browser.close").catch(() => {}); // Its answer may not come any more.
        await gone();
      },
    };
  } catch (error) {
    killGroup();
    await gone();
    throw error;
  }
}

function address(child) {
  return new Promise((resolve, reject) => {
    let said = "";
    const failed = () => reject(new Error(`Chromium did not start:\n${said.slice(-2_000)}`));
    const timer = setTimeout(failed, START_MS);
    child.once("exit", failed);
    child.once("error", reject);
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
      const found = LISTENING.exec(said);
      if (!found) return;
      clearTimeout(timer);
      child.off("exit", failed);
      resolve(found[1]);
    });
  });
}
