/** Scripts and images of others wait for their yes, run in the parser's order, and once. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { choose, withConsent } from "./consent-config.mjs";
import { NOTE, ran, serve, serveScripts } from "./gated-page.mjs";
import { npmSite, openNpmPage } from "./npm-page.mjs";
import { classified, watchConsole } from "./reports.mjs";
import { quiet, until } from "./until.mjs";
import { banner, visit } from "./visitor.mjs";

const server = withConsent();
const inline = (name, attributes = "") => `<script type="text/plain" data-courtesy="analytics" ${attributes}>${NOTE(name)}</script>`;
const external = (name, attributes = "") =>
  `<script type="text/plain" data-courtesy="analytics" src="/${name}.js" ${attributes}></script>`;
const allRan = (page, count) => until(async () => (await ran(page)).length >= count && ran(page));

story("Gated scripts load and run nothing before a yes, and then in the order of the parser", { server }, async ({ page, url, context }) => {
  await serveScripts(context, { slow: 200, quick: 0, later: 0, module: 0, own: 0, missing: 0 });
  await serve(context, "/gated", {
    body: [
      inline("first"),
      external("slow"),
      inline("after slow"),
      inline("inline module", 'data-type="module"'),
      external("later", "defer"),
      external("quick"),
      external("module", 'data-type="module"'),
      `<script type="text/plain" data-courtesy="analytics/counter" data-courtesy-src="/own.js"></script>`,
      external("nowhere"),
      inline("after own"),
    ].join("\n"),
  });
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await visit(page, `${url}/gated`);
  await until(() => asked.includes("/courtesy/gate.js"));
  await quiet(300);
  assert.deepEqual(await ran(page), []);
  await choose(page, { analytics: true });
  // "nowhere.js" is a 404: what comes after it does not wait for ever.
  assert.deepEqual(await allRan(page, 9), [
    "first", "slow", "after slow", "quick", "own", "after own", "inline module", "later", "module",
  ]);
  assert.ok(asked.includes("/nowhere.js"));
});

story("Nobody waits for an async script", { server }, async ({ page, url, context }) => {
  await serveScripts(context, { slow: 1_500 });
  await serve(context, "/gated", { body: external("slow", "async") + inline("next") });
  await visit(page, `${url}/gated`);
  await choose(page, { analytics: true });
  assert.deepEqual(await until(async () => (await ran(page)).length > 0 && ran(page), 1_000), ["next"]);
  assert.deepEqual(await allRan(page, 2), ["next", "slow"]);
});

story("A script keeps its attributes, and takes its id with it", { server }, async ({ page, url, context }) => {
  await serveScripts(context, { kept: 0 });
  await serve(context, "/gated", {
    body: external("kept", 'id="tag" async crossorigin="anonymous" referrerpolicy="no-referrer" data-site="7" class="a b"'),
  });
  await visit(page, `${url}/gated`);
  await choose(page, { analytics: true });
  await allRan(page, 1);
  const attributes = await page.evaluate(() =>
    Object.fromEntries([...document.querySelector("#tag").attributes].map(({ name, value }) => [name, value])),
  );
  assert.deepEqual(attributes, {
    id: "tag", async: "", crossorigin: "anonymous", referrerpolicy: "no-referrer", "data-site": "7", class: "a b", src: "/kept.js",
  });
  assert.equal(await page.locator("[id=tag]").count(), 1);
});

story("A script with a wrong integrity does not run, and does not hold up the next", { server }, async ({ page, url, context }) => {
  await serveScripts(context, { altered: 0 });
  await serve(context, "/gated", { body: external("altered", 'integrity="sha256-AAAA"') + inline("next") });
  await visit(page, `${url}/gated`);
  await choose(page, { analytics: true });
  assert.deepEqual(await allRan(page, 1), ["next"]);
});

story("A script runs once, however often the page or the visitor changes around it", { server }, async ({ page, url, context }) => {
  await serveScripts(context, { src: 0 });
  await serve(context, "/gated", { body: `<main>${inline("inline", 'id="one"')}${external("src")}</main><aside></aside>` });
  await visit(page, `${url}/gated`);
  await choose(page, { analytics: true });
  await allRan(page, 2);
  await page.evaluate(async () => {
    const node = document.querySelector("script[type='text/plain']");
    document.querySelector("aside").append(node);
    node.dataset.courtesy = "analytics";
    window.courtesy.consent.set({ analytics: false });
    window.courtesy.consent.set({ analytics: true });
    // A framework takes away what it made, and does not find it missing.
    node.parentNode.removeChild(node);
    document.body.append(node);
  });
  await quiet(500);
  assert.deepEqual(await ran(page), ["inline", "src"]);
});

story("Markup that comes again (clones, innerHTML, a view of a single-page site) runs once each time", { server }, async ({ page, url, context }) => {
  await serve(context, "/gated", { body: `<main>${inline("view")}</main>` });
  await visit(page, `${url}/gated`);
  await choose(page, { analytics: true });
  await allRan(page, 1);
  await page.evaluate(() => {
    const main = document.querySelector("main");
    window.markup = main.innerHTML;
    // With the script that ran in it, as a page cache would keep it: that one does not run again.
    main.after(main.cloneNode(true));
  });
  await allRan(page, 2);
  await quiet(300);
  assert.equal((await ran(page)).length, 2);
  await page.evaluate((html) => (document.querySelector("main").innerHTML = html), inline("second view"));
  assert.deepEqual(await allRan(page, 3), ["view", "view", "second view"]);
  await quiet(300);
  assert.equal((await ran(page)).length, 3);
});

story("Nodes that come later, or become gated later, are seen before and after the yes", { server }, async ({ page, url, context }) => {
  await serveScripts(context, { late: 0 });
  await serve(context, "/gated", { body: "<p>Nothing gated here.</p>" });
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await visit(page, `${url}/gated`);
  await quiet(200);
  assert.ok(!asked.includes("/courtesy/gate.js"), "the gate is loaded when it is needed");
  const add = (attributes, text = "") =>
    page.evaluate(
      ([attributes, text]) => {
        const node = Object.assign(document.createElement("script"), { type: "text/plain", text });
        for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
        const wrapper = document.createElement("div");
        wrapper.append(node);
        document.body.append(wrapper);
      },
      [attributes, text],
    );
  await add({ "data-courtesy": "analytics", src: "/late.js" });
  await until(() => asked.includes("/courtesy/gate.js"));
  await quiet(200);
  assert.deepEqual(await ran(page), []);
  await choose(page, { analytics: true });
  await allRan(page, 1);
  await add({ "data-courtesy": "analytics" }, NOTE("after"));
  await allRan(page, 2);
  await add({ id: "becomes" }, NOTE("becomes"));
  await quiet(200);
  await page.evaluate(() => (document.querySelector("#becomes").dataset.courtesy = "analytics"));
  await allRan(page, 3);
  await add({ "data-courtesy": "analytics", id: "empty" });
  await quiet(200);
  await page.evaluate((text) => document.querySelector("#empty").append(text), NOTE("filled"));
  assert.deepEqual(await allRan(page, 4), ["late", "after", "becomes", "filled"]);
});

story("A no while scripts wait stops those that have not run; a new yes lets them go on", { server }, async ({ page, url, context }) => {
  await serveScripts(context, { slow: 600 });
  await serve(context, "/gated", { body: external("slow") + inline("behind") });
  await visit(page, `${url}/gated`);
  await choose(page, { analytics: true });
  await quiet(300);
  await choose(page, { analytics: false });
  await allRan(page, 1);
  await quiet(400);
  assert.deepEqual(await ran(page), ["slow"]);
  await choose(page, { analytics: true });
  assert.deepEqual(await allRan(page, 2), ["slow", "behind"]);
});

story("An item that nobody declared stays blocked, and the developer is told once which", { server }, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  await serve(context, "/gated", {
    body: `<script type="text/plain" data-courtesy="analitics" id="typo">${NOTE("typo")}</script>
      <iframe data-courtesy="constructor" data-courtesy-src="/pricing"></iframe>
      <script data-courtesy="analytics">${NOTE("not held back")}</script><p data-courtesy="analytics">Not to be gated</p>`,
  });
  await visit(page, `${url}/gated`);
  await choose(page, { analytics: true, marketing: true });
  await quiet(400);
  await choose(page, { analytics: false });
  await quiet(200);
  assert.deepEqual(await ran(page), ["not held back"]);
  assert.equal(await page.locator("iframe").getAttribute("src"), null);
  assert.deepEqual(classified(await reports()), [
    { name: "InputError", kind: "unknown", path: 'script#typo[data-courtesy="analitics"]' },
    { name: "InputError", kind: "unknown", path: 'iframe[data-courtesy="constructor"]' },
    { name: "InputError", kind: "type", path: 'script[data-courtesy="analytics"]' },
    { name: "InputError", kind: "type", path: 'p[data-courtesy="analytics"]' },
  ]);
});

story("A script that would write the page away is kept from it, and the developer is told", { server }, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  await serve(context, "/gated", {
    body: `<h1>Still here</h1><script type="text/plain" data-courtesy="analytics" id="old">document.write("<p>gone</p>"); document.writeln("x"); ${NOTE("old")}</script>`,
  });
  await visit(page, `${url}/gated`);
  await choose(page, { analytics: true });
  await allRan(page, 1);
  assert.ok(await page.getByRole("heading", { name: "Still here" }).isVisible());
  assert.deepEqual(classified(await reports()), [{ name: "InputError", kind: "value", path: 'script#old[data-courtesy="analytics"]' }]);
  assert.equal(await page.evaluate(() => Object.hasOwn(document, "write")), false);
});

story("Two copies of the package in one page run a script once, and put up one placeholder", { server: { ...server, siteDir: await npmSite(), csp: "none" } }, async ({ page, url }) => {
  await openNpmPage(page, url);
  await page.evaluate(async (text) => {
    const script = Object.assign(document.createElement("script"), { type: "text/plain" });
    script.append(text);
    const frame = Object.assign(document.createElement("iframe"), { width: 400, height: 240 });
    frame.dataset.courtesySrc = "/pricing";
    script.dataset.courtesy = "analytics";
    frame.dataset.courtesy = "marketing";
    document.body.append(script, frame);
    await Promise.all([window.createCourtesy({ config: "/courtesy.json" }).ready, window.createCourtesyAgain({ config: "/courtesy.json" }).ready]);
  }, NOTE("one"));
  await page.locator("courtesy-placeholder").waitFor();
  await page.evaluate(() => [window.createCourtesy(), window.createCourtesyAgain()].forEach(({ consent }) => consent.set({ analytics: true })));
  await allRan(page, 1);
  await quiet(400);
  assert.deepEqual(await ran(page), ["one"]);
  assert.equal(await page.locator("courtesy-placeholder").count(), 1);
});

story("Images get their sources with a yes and lose them with a no", { server }, async ({ page, url, context }) => {
  await serve(context, "/gated", {
    body: `<picture><source data-courtesy="marketing" data-courtesy-srcset="/favicon.svg 2x">
      <img data-courtesy="marketing" data-courtesy-src="/favicon.svg" data-courtesy-srcset="/favicon.svg 1x" width="64" height="64" alt=""></picture>`,
  });
  await visit(page, `${url}/gated`);
  const sources = () => page.evaluate(() => [...document.querySelectorAll("picture *")].map((node) => [node.getAttribute("src"), node.getAttribute("srcset")]));
  await quiet(300);
  assert.deepEqual(await sources(), [[null, null], [null, null]]);
  await choose(page, { marketing: true });
  await until(async () => (await sources())[1][0] !== null);
  assert.deepEqual(await sources(), [[null, "/favicon.svg 2x"], ["/favicon.svg", "/favicon.svg 1x"]]);
  await choose(page, { marketing: false });
  assert.deepEqual(await sources(), [[null, null], [null, null]]);
});

story("Accepting stays fast: what it lets in runs after the paint, each in a task of its own", { server }, async ({ page, url, context }) => {
  // Whoever finds the mark of another runs in the same task.
  const busy = `window.together = (window.together ?? 0) + (window.isBusy ? 1 : 0); window.isBusy = true;
    scheduler.postTask(() => (window.isBusy = false), { priority: "user-blocking" });
    const end = performance.now() + 45; while (performance.now() < end);`;
  const scripts = Array.from({ length: 12 }, (_, n) => `<script type="text/plain" data-courtesy="analytics">{${busy}}${NOTE(n)}</script>`);
  await serve(context, "/gated", {
    body: `<button id="yes">Yes</button>${scripts.join("")}
      <script>document.querySelector("#yes").onclick = () => window.courtesy.consent.set({ analytics: true });</script>`,
  });
  await visit(page, `${url}/gated`);
  await quiet(300);
  await page.evaluate(() => {
    window.events = [];
    new PerformanceObserver((list) => window.events.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "event", durationThreshold: 16 });
  });
  await page.click("#yes");
  await allRan(page, 12);
  await quiet(200);
  const { events, together } = await page.evaluate(() => ({ events: window.events, together: window.together }));
  assert.ok(Math.max(0, ...events) < 200, `events took ${events} ms to their paint`);
  assert.equal(together, 0, "scripts that shared a task");
});

story("Any element with data-courtesy-open opens the choice, also one that came later", { server }, async ({ page, url, context }) => {
  await serve(context, "/gated", { body: `<footer><a href="/pricing" data-courtesy-open>Privacy <b>choices</b></a></footer>
    <script>document.querySelector("footer").addEventListener("click", (event) => event.stopPropagation());</script>` });
  await visit(page, `${url}/gated`);
  await page.evaluate(() => {
    const { open } = window.courtesy.consent;
    window.opened = [];
    window.courtesy.consent.open = (view) => (window.opened.push(view), open(view));
  });
  await page.click("footer b");
  await banner(page).waitFor();
  assert.equal(new URL(page.url()).pathname, "/gated", "the link leads nowhere");
  await page.evaluate(() => {
    document.querySelector("footer").innerHTML = `<button data-courtesy-open="preferences">All details</button>`;
  });
  await page.evaluate(() => document.querySelector("footer button").click());
  assert.deepEqual(await page.evaluate(() => window.opened), ["banner", "preferences"]);
});
