/**
 * Opens the stage for one story: a server with its collector, and a browser that has never been there.
 *
 * Every story has its own server and its own profile; a file of stories shares one browser process. What goes wrong is kept as
 * a screenshot in tests/e2e/shots. An error of the page that nobody caught fails the story: ours must never be one.
 */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { startServer } from "../../www/server/start-server.mjs";
import { CHROMIUM_FLAGS } from "../chromium-flags.mjs";
import { demoConfig } from "./demo-config.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/** What is tested. Another folder, so that a build going on beside the tests does not disturb them. */
export const DIST = process.env.COURTESY_DIST ?? here("../../js/dist");
export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

export const LAUNCH = {
  executablePath: process.env.COURTESY_CHROMIUM ?? "/usr/bin/chromium",
  args: CHROMIUM_FLAGS,
};

/** Browsers by what they were launched with besides. */
const launched = new Map();
function browser(args = [], ignoreDefaultArgs = []) {
  const key = [...args, ...ignoreDefaultArgs].join(" ");
  if (!launched.has(key)) launched.set(key, chromium.launch({ ...LAUNCH, args: [...LAUNCH.args, ...args], ignoreDefaultArgs }));
  return launched.get(key);
}
after(async () => {
  for (const one of launched.values()) await (await one).close();
});

/**
 * @typedef {object} Stage
 * @property {import("../../www/server/start-server.mjs").RunningServer} server
 * @property {string} url
 * @property {import("playwright-core").BrowserContext} context  One visitor's browser.
 * @property {import("playwright-core").Page} page  Its first tab, still blank.
 * @property {() => Promise<import("playwright-core").Page>} newTab
 * @property {Error[]} uncaught  What no page caught; a story that expects some takes them out.
 */

/**
 * One test.
 *
 * @param {string} title  A sentence: what is promised.
 * @param {{ server?: object, browser?: object, args?: string[], ignoreDefaultArgs?: string[], preferences?: object, prepare?: (context: object) => Promise<void>, timeoutMs?: number }} options
 *   For the server, for the browser's context, for the browser's command line (and what Playwright has there that it is to do without), the profile's own preferences (then with a profile
 *   on disk), what the context gets before its first page, how long it may take, and what is known to be missing yet (then its
 *   failure does not count).
 * @param {(stage: Stage) => Promise<void>} tell
 */
export function story(title, options, tell) {
  test(title, { timeout: options.timeoutMs ?? 60_000 }, async () => {
    const stage = await raise(options);
    try {
      await tell(stage);
      assert.deepEqual(stage.uncaught.map(String), [], "no error of the page stays uncaught");
    } catch (error) {
      await photograph(stage, title);
      throw error;
    } finally {
      await stage.strike();
    }
  });
}

async function raise({ server: serverOptions, browser: contextOptions, args, ignoreDefaultArgs, preferences, prepare }) {
  const server = await startServer({ sdkDir: DIST, config: demoConfig(), ...serverOptions });
  const profile = preferences && (await profileWith(preferences));
  const settings = { viewport: DESKTOP, ...contextOptions };
  const context = profile
    ? await chromium.launchPersistentContext(profile, { ...LAUNCH, ...settings })
    : await (await browser(args, ignoreDefaultArgs)).newContext(settings);
  context.setDefaultTimeout(10_000);
  const uncaught = [];
  context.on("weberror", (error) => uncaught.push(error.error()));
  await prepare?.(context);
  const newTab = () => context.newPage();
  return {
    server,
    url: server.url,
    context,
    page: await newTab(),
    newTab,
    uncaught,
    async strike() {
      await context.close();
      await server.close();
      if (profile) await rm(profile, { recursive: true, force: true });
    },
  };
}

/** A profile in which somebody went through the browser's settings. */
async function profileWith(preferences) {
  const folder = await mkdtemp(join(tmpdir(), "courtesy-profile-"));
  await mkdir(join(folder, "Default"));
  await writeFile(join(folder, "Default", "Preferences"), JSON.stringify(preferences));
  return folder;
}

async function photograph({ context }, title) {
  const name = title.replaceAll(/\W+/g, "-").slice(0, 80);
  for (const [index, page] of context.pages().entries()) {
    const path = join(here("shots"), `${name}-${index}.png`);
    await page.screenshot({ path, timeout: 3_000 }).catch(() => {}); // A crashed page has no picture.
  }
}
