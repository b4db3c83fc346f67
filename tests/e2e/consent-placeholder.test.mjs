/** A gated frame is a placeholder of the same size until the visitor wants it, and again after a no. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { story } from "./browser.mjs";
import { choose, UNASKED, withConsent } from "./consent-config.mjs";
import { kept, NOTHING } from "./device.mjs";
import { serve, shifts, watchShifts } from "./gated-page.mjs";
import { classified, watchConsole } from "./reports.mjs";
import { quiet, until } from "./until.mjs";
import { visit } from "./visitor.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const frame = (attributes = "", item = "marketing/video") =>
  `<iframe title="How it works" data-courtesy="${item}" data-courtesy-src="/framed?${encodeURIComponent(attributes)}" ${attributes}></iframe>`;
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const placeholder = (page) => page.locator("courtesy-placeholder");
const framed = (context) =>
  context.route(
    (url) => url.pathname === "/framed",
    (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Framed</title><p>The video</p>" }),
  );
/** Where something is on the page, in whole pixels. */
const boxes = (page, selector) =>
  page.evaluate(
    (selector) =>
      [...document.querySelectorAll(selector)].map((node) => {
        const { x, y, width, height } = node.getBoundingClientRect();
        return [x, y + scrollY, width, height].map((n) => Math.round(n)).join(" ");
      }),
    selector,
  );

const LAYOUTS = `
<style>
  body { margin: 8px; } * { transition: all .3s; }
  .wide { width: 100%; aspect-ratio: 16 / 9; border: 0; display: block; }
  .ratio { position: relative; padding-bottom: 30%; } .ratio iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; }
  .row { display: flex; gap: 10px; } .row iframe { flex: 1; min-width: 0; height: 180px; }
  .grid { display: grid; grid-template-columns: 1fr 2fr; } .grid iframe { grid-column: 2; width: auto; justify-self: stretch; }
  .float iframe { float: right; margin: 1em; width: 40%; max-width: 300px; } .float::after { content: ""; display: block; clear: both; }
  p { margin: 1em 0; }
</style>
<p>Before ${frame('width="560" height="315"')} after</p>
<p>A line of text with ${frame()} of its own size.</p>
${frame('class="wide"')}
<div class="ratio">${frame('class="in ratio"')}</div>
<div class="row">${frame('id="a"')}<p>Beside</p></div>
<div class="grid"><p>Column</p>${frame('id="b" height="200"')}</div>
<div class="float">${frame('id="c"')}<p>Around it flows text.</p></div>
<div>${frame('id="d" style="width: 320px; height: 100%; display: block"')}</div>
<p id="end">The end of the page</p>`;

for (const viewport of [{ width: 1280, height: 4000 }, { width: 390, height: 4000 }]) {
  story(`Placeholders have the box of their frames, in ${viewport.width} px of all layouts, and nothing ever shifts`, { ...UNASKED, browser: { viewport } }, async ({ page, url, context }) => {
    await framed(context);
    await serve(context, "/gated", { body: LAYOUTS });
    let letIn;
    const held = new Promise((done) => (letIn = done));
    await context.route("**/gate.js", async (route) => {
      await held;
      await route.continue();
    });
    await visit(page, `${url}/gated`);
    // As the page is without us.
    const alone = await boxes(page, "iframe, p");
    await watchShifts(page);
    letIn();
    await until(async () => (await placeholder(page).count()) === 8);
    assert.deepEqual(await boxes(page, "courtesy-placeholder, p"), alone);
    await choose(page, { marketing: true });
    await until(async () => (await placeholder(page).count()) === 0);
    assert.deepEqual(await boxes(page, "iframe, p"), alone);
    await choose(page, { marketing: false });
    await until(async () => (await placeholder(page).count()) === 8);
    assert.deepEqual(await boxes(page, "courtesy-placeholder, p"), alone);
    assert.deepEqual(await shifts(page), []);
  });
}

story("A placeholder follows the window", UNASKED, async ({ page, url, context }) => {
  await serve(context, "/gated", { body: `<style>.v { width: 50%; aspect-ratio: 2; border: 0 } @media (max-width: 600px) { .v { width: 100% } }</style>${frame('class="v"')}` });
  await visit(page, `${url}/gated`);
  await placeholder(page).waitFor();
  await page.setViewportSize({ width: 416, height: 800 });
  await until(async () => (await boxes(page, "courtesy-placeholder"))[0] === "8 8 400 200");
});

story("“Show it this once” loads this one frame, stores nothing and allows nothing", UNASKED, async ({ page, url, context }) => {
  await framed(context);
  await serve(context, "/gated", { body: `${frame('width="400" height="240"')}<br>${frame('width="400" height="240" id="other"')}` });
  await visit(page, `${url}/gated`);
  await until(async () => (await placeholder(page).count()) === 2);
  assert.equal(await page.locator("iframe").first().getAttribute("src"), null);
  await watchShifts(page);
  await placeholder(page).first().getByRole("button", { name: "Show it this once" }).click();
  await page.frameLocator("iframe").first().getByText("The video").waitFor();
  assert.equal(await placeholder(page).count(), 1);
  assert.equal(await page.evaluate(() => window.courtesy.consent.get().services["marketing/video"]), false);
  assert.deepEqual(await page.evaluate(() => window.courtesy.consent.receipts()), []);
  assert.deepEqual(await shifts(page), []);
  assert.deepEqual(await kept(page), NOTHING);
});

const NOS = {
  "another choice": () => window.courtesy.consent.set({ analytics: true }),
  "a no to all": () => window.courtesy.consent.set({ analytics: false, marketing: false }),
  "an erasure": () => window.courtesy.visitor.erase().then(() => {}),
};
for (const [name, act] of Object.entries(NOS)) {
  for (const options of [UNASKED, { server: withConsent(), prepare: (context) => context.route("**/ask.js", (route) => route.abort()) }]) {
    story(`What was shown once ends with ${name}${options === UNASKED ? "" : ", where nothing is allowed before a yes"}`, options, async ({ page, url, context }) => {
      await framed(context);
      await serve(context, "/gated", { body: frame('width="400" height="240"') });
      await visit(page, `${url}/gated`);
      for (let round = 0; round < 2; round += 1) {
        await placeholder(page).getByRole("button", { name: "Show it this once" }).click();
        await page.frameLocator("iframe").getByText("The video").waitFor();
        assert.equal(await page.evaluate(() => window.courtesy.consent.get().services["marketing/video"]), false);
        await page.evaluate(act);
        await placeholder(page).waitFor();
        await until(() => page.frames().every((frame) => !frame.url().includes("/framed")));
        assert.equal(await page.locator("iframe").getAttribute("src"), null);
        assert.equal(await page.evaluate(() => window.courtesy.consent.get().services["marketing/video"]), false);
      }
    });
  }
}

story("A placeholder asks about the address and the item that the frame has now, and goes when there is none to ask about", UNASKED, async ({ page, url, context }) => {
  await framed(context);
  await serve(context, "/gated", { body: frame('width="400" height="240" id="f"', "marketing").replace('title="How it works"', "") });
  await visit(page, `${url}/gated`);
  await placeholder(page).waitFor();
  const set = (name, value) => page.evaluate(([name, value]) => document.querySelector("#f").setAttribute(name, value), [name, value]);
  const says = (text) => until(async () => (await placeholder(page).count()) === 1 && (await placeholder(page).getByText(text).count()) === 1);
  await says(`Showing it would share data with ${new URL(url).host}.`);
  await set("data-courtesy-src", "https://other.example/x");
  await says("Showing it would share data with other.example.");
  await set("data-courtesy", "analytics/counter");
  await says("Showing it would share data with Counter Ltd.");
  // In the task of the press itself, before anybody could look at the frame again.
  for (const press of ["Show it this once", "Always show The counter"]) {
    await page.evaluate((press) => {
      const frame = document.querySelector("#f");
      const button = [...document.querySelector("courtesy-placeholder").shadowRoot.querySelectorAll("button")].find((one) => one.textContent === press);
      frame.dataset.courtesy = "marketing/video";
      frame.dataset.courtesySrc = "/framed";
      button.click();
      frame.dataset.courtesySrc = "javascript:parent.pwned=1";
      button.click();
      frame.dataset.courtesy = "analytics/counter";
      frame.dataset.courtesySrc = "https://other.example/x";
    }, press);
    await quiet(200);
    assert.equal(await page.locator("iframe").getAttribute("src"), null);
    assert.deepEqual(await page.evaluate(() => window.courtesy.consent.receipts()), []);
  }
  await set("data-courtesy-src", "javascript:parent.pwned=1");
  await until(async () => (await placeholder(page).count()) === 0);
  // Back again, shown once, and then somebody else's: that needs another yes.
  await set("data-courtesy-src", "/framed");
  await placeholder(page).getByRole("button", { name: "Show it this once" }).click();
  await page.frameLocator("iframe").getByText("The video").waitFor();
  await set("data-courtesy-src", "/framed?other");
  await placeholder(page).waitFor();
  await until(() => page.frames().every((frame) => !frame.url().includes("/framed")));
  assert.equal(await page.evaluate(() => window.pwned), undefined);
});

story("An address that changes on the way from a yes to the frame is looked at again", UNASKED, async ({ page, url, context }) => {
  await framed(context);
  await serve(context, "/gated", { body: frame('width="400" height="240" id="f"') });
  await visit(page, `${url}/gated`);
  await placeholder(page).waitFor();
  await page.evaluate(() => {
    window.courtesy.consent.set({ marketing: true });
    document.querySelector("#f").dataset.courtesySrc = "javascript:parent.pwned=1";
  });
  await quiet(500);
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.equal(await page.locator("iframe").getAttribute("src"), null);
});

story("A srcdoc of a gated frame is taken away, before and after a yes, and the developer is told", UNASKED, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  await framed(context);
  const early = `srcdoc="<p>Early</p>" width="400" height="240"`;
  await serve(context, "/gated", { body: `<iframe id="f" data-courtesy="marketing" data-courtesy-src="/framed" ${early}></iframe><iframe id="g" data-courtesy="marketing" ${early}></iframe>` });
  await visit(page, `${url}/gated`);
  await placeholder(page).waitFor();
  assert.equal(await page.locator("iframe[srcdoc]").count(), 0);
  assert.ok(await page.evaluate(() => Array.from(window.frames).every((frame) => !frame.document.body?.textContent)));
  await page.evaluate(() => document.querySelector("#f").setAttribute("srcdoc", "<p>Again</p>"));
  await until(async () => (await page.locator("iframe[srcdoc]").count()) === 0);
  await choose(page, { marketing: true });
  await page.frameLocator("#f").getByText("The video").waitFor();
  await page.evaluate(() => document.querySelector("#f").setAttribute("srcdoc", "<p>Instead</p>"));
  await until(async () => (await page.locator("iframe[srcdoc]").count()) === 0);
  await page.frameLocator("#f").getByText("The video").waitFor();
  assert.deepEqual(classified(await reports()).map(({ kind, path }) => `${kind} ${path}`).sort(), [
    'missing iframe#g[data-courtesy="marketing"]', 'type iframe#f[data-courtesy="marketing"]', 'type iframe#g[data-courtesy="marketing"]',
  ]);
});

story("“Always show” is a choice with all the words that were shown, and lets in all frames of that service", UNASKED, async ({ page, url, context }) => {
  await framed(context);
  await serve(context, "/gated", { body: `${frame('width="400" height="240"')}<br>${frame('width="400" height="240" id="other"')}` });
  await visit(page, `${url}/gated`);
  await until(async () => (await placeholder(page).count()) === 2);
  await placeholder(page).last().getByRole("button", { name: "Always show The video" }).click();
  await until(async () => (await placeholder(page).count()) === 0);
  await page.frameLocator("iframe").last().getByText("The video").waitFor();
  const receipt = await page.evaluate(() => window.courtesy.consent.receipt());
  const read = "How it works\nThe video is not loaded yet\nShowing it would share data with Video Ltd.\nShow it this once\nAlways show The video";
  assert.deepEqual([receipt.method, receipt.locale, receipt.text], ["placeholder", "en", sha256(read)]);
  assert.deepEqual(receipt.granted, ["marketing/video"], "and allows nothing else");
});

story("A placeholder speaks the page's language, names who would get the data, and its receipt has the words that stood there", UNASKED, async ({ page, url, context }) => {
  await framed(context);
  await serve(context, "/gated", { body: `<script>document.documentElement.lang = "de-AT"</script>${frame('width="400" height="300"')}<br>${frame('width="400" height="300"', "marketing")}` });
  await visit(page, `${url}/gated`);
  await until(async () => (await placeholder(page).count()) === 2);
  const words = await placeholder(page).evaluateAll((all) => all.map((one) => [one.lang, one.dir, ...[...one.shadowRoot.querySelectorAll("p, button")].map((part) => part.textContent)]));
  const { host } = new URL(url);
  assert.deepEqual(words, [
    ["de", "ltr", "How it works", "The video ist noch nicht geladen", "Beim Anzeigen würden Daten an Video Ltd übermittelt.", "Dieses Mal anzeigen", "The video immer anzeigen"],
    // Where nobody is declared who runs it, the address says who it is.
    ["de", "ltr", "How it works", "Advertising ist noch nicht geladen", `Beim Anzeigen würden Daten an ${host} übermittelt.`, "Dieses Mal anzeigen", "Advertising immer anzeigen"],
  ]);
  await placeholder(page).first().getByRole("button", { name: "The video immer anzeigen" }).click();
  // The purpose's own frame stays closed.
  await until(async () => (await placeholder(page).count()) === 1);
  const receipt = await page.evaluate(() => window.courtesy.consent.receipt());
  assert.deepEqual([receipt.locale, receipt.text], ["de", sha256(words[0].slice(2).join("\n"))]);
});

story("Without the page's language file a placeholder speaks English, and what the site says itself it says in its own words", {
  server: withConsent({ mode: "opt-out", text: { load_once: "Just now", "marketing/video.title": "Our film" } }),
  prepare: (context) => Promise.all([UNASKED.prepare(context), context.route("**/lang/fr.js", (route) => route.abort())]),
}, async ({ page, url, context }) => {
  await serve(context, "/gated", { body: `<script>document.documentElement.lang = "fr"</script>${frame('width="400" height="240"')}` });
  await visit(page, `${url}/gated`);
  await placeholder(page).waitFor();
  assert.ok(await page.getByRole("button", { name: "Just now" }).isVisible());
  assert.ok(await page.getByRole("button", { name: "Always show Our film" }).isVisible());
});

story("A placeholder is read with the frame's title, reached by Tab and pressed by Enter; the focus goes on to the frame", UNASKED, async ({ page, url, context }) => {
  await framed(context);
  await serve(context, "/gated", { body: `<a href="#x">A link</a><br>${frame('width="400" height="240"')}` });
  await visit(page, `${url}/gated`);
  await placeholder(page).waitFor();
  await page.getByRole("group", { name: "How it works" }).waitFor();
  for (let presses = 0; presses < 2; presses += 1) await page.keyboard.press("Tab");
  const once = page.getByRole("button", { name: "Show it this once" });
  assert.ok(await once.evaluate((node) => node.matches(":focus-visible")));
  assert.equal(await once.evaluate((node) => node.getRootNode().getElementById(node.getAttribute("aria-describedby")).textContent), "How it works");
  await page.keyboard.press("Enter");
  await placeholder(page).waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.localName), "iframe");
});

for (const colorScheme of ["light", "dark"]) {
  story(`axe finds nothing in a placeholder: ${colorScheme}`, { ...UNASKED, browser: { colorScheme }, prepare: (context) => Promise.all([UNASKED.prepare(context), context.addInitScript({ path: AXE })]) }, async ({ page, url, context }) => {
    await serve(context, "/gated", {
      body: `<style>:root { color-scheme: light dark }</style><main><h1>A page</h1>${frame('width="400" height="240"')}${frame('width="200" height="120"').replace("How it works", "Another")}</main>`,
    });
    await visit(page, `${url}/gated`);
    await until(async () => (await placeholder(page).count()) === 2);
    const found = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ["violations"] })).violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.flat().join(" "))]));
    assert.deepEqual(found, []);
  });
}

story("After a no a frame is empty again, and Back does not bring it back", UNASKED, async ({ page, url, context }) => {
  await framed(context);
  await serve(context, "/gated", { body: frame('width="400" height="240"') });
  await serve(context, "/before");
  await visit(page, `${url}/before`);
  await visit(page, `${url}/gated`);
  await choose(page, { marketing: true });
  await page.frameLocator("iframe").getByText("The video").waitFor();
  await choose(page, { marketing: false });
  await placeholder(page).waitFor();
  await until(() => page.frames().every((frame) => !frame.url().includes("/framed")));
  await page.goBack();
  assert.equal(new URL(page.url()).pathname, "/before");
});

story("A frame that began to load by a source of its own is emptied while it is not allowed", UNASKED, async ({ page, url, context }) => {
  await framed(context);
  await serve(context, "/gated", { body: `<iframe data-courtesy="marketing" src="/framed" data-courtesy-src="/framed?again" width="400" height="240"></iframe>` });
  await visit(page, `${url}/gated`);
  await placeholder(page).waitFor();
  await until(() => page.frames().every((frame) => !frame.url().includes("/framed")));
  await choose(page, { marketing: true });
  await page.frameLocator("iframe").getByText("The video").waitFor();
});

story("A frame in a closed part of the page gets its placeholder when that opens, and a tiny one none at all", UNASKED, async ({ page, url, context }) => {
  await serve(context, "/gated", { body: `<details><summary>More</summary>${frame('width="400" height="240"')}</details>${frame('width="1" height="1"')}` });
  await visit(page, `${url}/gated`);
  await quiet(400);
  assert.equal(await placeholder(page).count(), 0);
  await page.click("summary");
  await placeholder(page).waitFor();
  assert.equal(await placeholder(page).count(), 1);
});

story("A page may take away, move and clone its frames as if no placeholder were there", UNASKED, async ({ page, url, context }) => {
  await framed(context);
  await serve(context, "/gated", { body: `<main>${frame('width="400" height="240"')}</main><aside></aside>` });
  await visit(page, `${url}/gated`);
  await placeholder(page).waitFor();
  await page.evaluate(() => document.querySelector("aside").append(document.querySelector("iframe")));
  await until(async () => (await page.locator("aside courtesy-placeholder").count()) === 1);
  assert.equal(await placeholder(page).count(), 1);
  await page.evaluate(() => {
    const aside = document.querySelector("aside");
    document.querySelector("main").append(...aside.cloneNode(true).childNodes);
  });
  await until(async () => (await page.locator("main courtesy-placeholder button").count()) === 2);
  assert.equal(await placeholder(page).count(), 2);
  await page.evaluate(() => document.querySelector("aside").removeChild(document.querySelector("aside iframe")));
  await until(async () => (await placeholder(page).count()) === 1);
  await choose(page, { marketing: true });
  await page.frameLocator("iframe").getByText("The video").waitFor();
  assert.ok(await page.locator("iframe").isVisible());
});
