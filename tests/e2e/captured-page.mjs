/**
 * A page that autocapture watches, without an engine: what it tells is noted.
 *
 * Every address of its server is the same page. Notes are kept in the tab's own storage, so that those of a leaving page are there:
 * `{ name, properties }` of an event, `{ view, title }` of a view that begins, `{ engagedMs, scrollPercent }` of one that ends.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import test, { after } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build } from "../../js/node_modules/esbuild/lib/main.js";
import { LAUNCH } from "./browser.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const OFF = {
  ...Object.fromEntries(["views", "clicks", "outbound", "downloads", "forms", "scroll", "engagement"].map((name) => [name, false])),
  ...Object.fromEntries(["frustration", "media", "copy", "vitals", "errors"].map((name) => [name, false])),
  site_search: [],
};

let scripts;
async function bundled(name) {
  const options = { bundle: true, write: false, format: "esm", target: "es2022", mangleProps: /^_[^_]/ };
  const external = ["../vitals.js"];
  const { outputFiles } = await build({ ...options, external, entryPoints: [here(`../../js/src/${name}.ts`)] });
  return { type: "text/javascript", body: outputFiles[0].text };
}

const html = (options, head, body) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">${head}</head><body>${body}
<script type="module">
import { watch } from "/autocapture.js";
const note = (what) => sessionStorage.setItem("notes", JSON.stringify([...JSON.parse(sessionStorage.getItem("notes") ?? "[]"), what]));
const { pathname, search, hash } = location;
watch({
  track: (name, properties) => note({ name, properties }),
  viewed: () => location.href,
  view: () => note({ view: location.pathname + location.search + location.hash, title: document.title }),
  attend: (engagedMs, scrollPercent) => note({ engagedMs, scrollPercent }),
}, ${JSON.stringify({ ...OFF, ...options })});
window.watching = true;
</script></body></html>`;

const launched = new Map();
function browser(ignoreDefaultArgs) {
  const key = String(ignoreDefaultArgs);
  if (!launched.has(key)) launched.set(key, chromium.launch({ ...LAUNCH, ignoreDefaultArgs }));
  return launched.get(key);
}
after(async () => {
  for (const one of launched.values()) await (await one).close();
});

/**
 * One test.
 *
 * @param {string} title  A sentence: what is promised.
 * @param {{ on?: object, head?: string, body?: string, ignoreDefaultArgs?: string[], startsAt?: string, files?: Record<string, { type: string, body: string | Buffer }> }} page
 *   What is captured, what the page holds, and what its server has besides the page, by path.
 * @param {(stage: { page: import("playwright-core").Page, url: string, told: () => Promise<object[]>, forget: () => Promise<void>, uncaught: Error[] }) => Promise<void>} tell
 */
export function captured(title, { on = {}, head = "", body = "", ignoreDefaultArgs = [], startsAt = "/", files = {} }, tell) {
  test(title, { timeout: 30_000 }, async () => {
    scripts ??= { "/autocapture.js": await bundled("autocapture"), "/vitals.js": await bundled("vitals") };
    const server = createServer(({ url, headers }, response) => {
      const file = scripts[url] ?? files[url.split("?")[0]] ?? { type: "text/html; charset=utf-8", body: html(on, head, body) };
      response.setHeader("Content-Type", file.type);
      // Browsers seek in a sound only where they get it in parts.
      const from = /bytes=(\d+)-/.exec(headers.range)?.[1];
      const size = file.body.length;
      if (from) response.writeHead(206, { "Content-Range": `bytes ${from}-${size - 1}/${size}`, "Accept-Ranges": "bytes" });
      response.end(file.body.slice(from));
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const context = await (await browser(ignoreDefaultArgs)).newContext({ viewport: { width: 1000, height: 800 } });
    context.setDefaultTimeout(10_000);
    const uncaught = [];
    context.on("weberror", (error) => uncaught.push(error.error()));
    try {
      const page = await context.newPage();
      const url = `http://127.0.0.1:${server.address().port}`;
      await page.goto(url + startsAt);
      await page.waitForFunction(() => window.watching);
      const told = () => page.evaluate(() => JSON.parse(sessionStorage.getItem("notes") ?? "[]"));
      const forget = () => page.evaluate(() => sessionStorage.clear());
      await tell({ page, url, told, forget, uncaught });
      assert.deepEqual(uncaught.map(String), [], "no error of the page stays uncaught");
    } finally {
      await context.close();
      server.closeAllConnections();
      server.close();
    }
  });
}

/** The events among the notes, as `[name, properties]`. */
export const events = (notes) => notes.filter(({ name }) => name).map(({ name, properties }) => [name, properties]);
