/** Story 1: before yes there is nothing: no cookie, no key, no database, no request but for the page's own files. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { kept, NOTHING, watchAttempts } from "./device.mjs";
import { quiet, until } from "./until.mjs";
import { banner, DEFAULT_TITLE, heroTitle, track, visit } from "./visitor.mjs";

const PAGES = ["/pricing", "/docs", "/features", "/contact", "/docs/getting-started", "/"];
/** The only fetches of ours: the config and the engine. */
const OWN_FETCHES = /^fetch (?:http:\/\/127\.0\.0\.1:\d+)?\/(?:courtesy\.json|courtesy\/courtesy\.wasm)$/;

/** Reads a page as people do: down, up, a click that leads nowhere, a while. */
async function read(page) {
  await page.mouse.wheel(0, 1_500);
  await page.mouse.click(5, 300);
  await page.mouse.wheel(0, -1_500);
}

async function assertNothing({ page, server, context }) {
  assert.deepEqual(await kept(page), NOTHING);
  for (const tab of context.pages()) {
    const attempts = await tab.evaluate(() => window.attempts);
    assert.ok(attempts.some((attempt) => OWN_FETCHES.test(attempt)), "the watch is on");
    assert.deepEqual(attempts.filter((attempt) => !OWN_FETCHES.test(attempt)), [], `attempts on ${tab.url()}`);
  }
  const strange = server.requests.filter(({ method, path }) => method !== "GET" || path.includes("?"));
  assert.deepEqual(strange.map(({ method, path }) => `${method} ${path}`), []);
  assert.deepEqual(server.requests.filter(({ headers }) => headers.cookie), []);
  assert.equal(server.batches.length, 0);
  assert.equal(await server.events.count(), 0);
}

story("Browsing six pages without an answer leaves nothing and sends nothing", { prepare: watchAttempts }, async (stage) => {
  const { page, url, server } = stage;
  const foreign = [];
  page.on("request", (request) => request.url().startsWith(url) || foreign.push(request.url()));
  for (const path of PAGES) {
    assert.equal(await visit(page, url + path), "running");
    await banner(page).waitFor();
    await read(page);
    await assertNothing(stage);
  }
  assert.equal(await heroTitle(page), DEFAULT_TITLE);
  assert.deepEqual(foreign, []);
  // Each file of ours is asked for by its bare name, and only such as are there.
  const ours = [...new Set(server.requests.map(({ path }) => path).filter((path) => path.startsWith("/courtesy")))].sort();
  assert.deepEqual(ours, [
    "/courtesy.json",
    "/courtesy/ask.js",
    "/courtesy/courtesy.js",
    "/courtesy/courtesy.wasm",
    "/courtesy/engine.js",
    // One page has something behind the gate; the law depends on the place.
    "/courtesy/gate.js",
    "/courtesy/zones.js",
  ]);
  assert.deepEqual(server.requests.filter(({ path }) => path.startsWith("/partner/")), [], "nobody else hears of it");
});

story("Events, a submitted form, a reload and going back leave nothing without an answer", { prepare: watchAttempts }, async (stage) => {
  const { page, url } = stage;
  await visit(page, `${url}/pricing`);
  await track(page, "Looked Around", { secret: "none" });
  await visit(page, `${url}/contact`);
  await page.getByLabel("Your name").fill("Marit");
  await page.getByLabel("Your mail address").fill("marit@harbour.example");
  await page.getByRole("button", { name: "Send the letter" }).click();
  await page.locator("#thanks").waitFor();
  await assertNothing(stage);
  await page.reload();
  await assertNothing(stage);
  await page.goBack();
  await page.waitForURL("**/pricing");
  await assertNothing(stage);
});

story("A hidden tab, a closed tab and three idle seconds send nothing without an answer", { prepare: watchAttempts }, async (stage) => {
  const { page, url, newTab } = stage;
  await visit(page, url);
  await track(page, "Looked Around");
  const other = await newTab();
  await visit(other, `${url}/pricing`);
  // Headless tabs do not hide behind each other: the browser is told to, and the events are the real ones.
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await other.close();
  await quiet(3_000);
  await assertNothing(stage);
});

story("The banner left alone, moved through and opened up is no answer", { prepare: watchAttempts }, async (stage) => {
  const { page, url } = stage;
  await visit(page, url);
  await banner(page).waitFor();
  await page.getByText("Choose for each purpose").click();
  await page.getByRole("checkbox", { name: "Count what is read" }).check();
  await page.keyboard.press("Escape");
  assert.ok(await banner(page).isVisible(), "Escape is no answer while one is owed");
  await assertNothing(stage);
  await page.reload();
  await until(() => banner(page).isVisible());
  await assertNothing(stage);
});
