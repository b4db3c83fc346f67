/** Slots in unusual pages: below the fold, slow, moved, doubled, with a record that somebody changed. */
import assert from "node:assert/strict";
import { siteWith } from "./altered-files.mjs";
import { story } from "./browser.mjs";
import { slowHtml } from "./slow-html.mjs";
import { until } from "./until.mjs";
import { answer, DEFAULT_TITLE, EVALUATOR_TITLE, evaluate, heroTitle, settled, visit, YES } from "./visitor.mjs";

const LEAD = "The default lead, which is long enough to be cut in two.";
const LOW = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Low</title>
<script src="/courtesy/courtesy.js" data-config="/courtesy.json"></script>
<link rel="stylesheet" href="/low.css"></head>
<body><main><h1>A tall page</h1><div id="tall"></div>
<courtesy-slot name="hero"><h2 data-bind="title">The default title</h2><p data-bind="lead">${LEAD}</p>
<a data-bind="cta" href="/contact"><b>The</b> default link</a></courtesy-slot></main></body></html>`;
const server = { siteDir: await siteWith({ "low.html": LOW, "low.css": "#tall { height: 300vh }" }) };

const slotHtml = (page) => page.locator("courtesy-slot[name=hero]").first().evaluate((slot) => slot.innerHTML);
const variant = (page) => page.evaluate(() => window.courtesy.slots.decide("hero").variant);
const withdraw = (page) => page.evaluate(() => window.courtesy.consent.set({ analytics: false, personalization: false }));

async function becomesEvaluator(page, url) {
  await visit(page, url);
  await answer(page, YES);
  await evaluate(page, url);
}

story("A slot that nobody has seen yet is set at once by a yes, and set back by a no, as it stood in the HTML", { server }, async ({ page, url }) => {
  await page.goto(`${url}/low`);
  const original = await slotHtml(page);
  await settled(page);
  await page.evaluate(() => {
    for (const path of ["/pricing", "/docs", "/features"]) {
      history.pushState({}, "", path);
      window.courtesy.page();
    }
  });
  await answer(page, YES);
  await until(async () => (await variant(page)) === "evaluator");
  assert.equal(await page.locator("courtesy-slot h2").textContent(), EVALUATOR_TITLE);
  await withdraw(page);
  await until(async () => (await variant(page)) === "default");
  assert.equal(await slotHtml(page), original);
});

story("A slot decided ahead, in HTML that came in pieces, is set back whole", { server }, async ({ page, url }) => {
  const cuts = ['data-bind="title">The def', "The default lead, which is", "<b>The</b> de"];
  const slow = await slowHtml(url, "/low", cuts, 200);
  try {
    await page.goto(`${url}/low`);
    const original = await slotHtml(page);
    await becomesEvaluator(page, slow.url);
    await visit(page, `${slow.url}/low`);
    await page.waitForLoadState("domcontentloaded");
    assert.equal(await page.locator("courtesy-slot h2").textContent(), EVALUATOR_TITLE);
    await withdraw(page);
    await until(async () => (await variant(page)) === "default");
    assert.equal(await slotHtml(page), original);
  } finally {
    await slow.close();
  }
});

story("A slot that is moved, or put in by the page later, shows what was decided", { server }, async ({ page, url }) => {
  await becomesEvaluator(page, url);
  await visit(page, `${url}/low`);
  await page.evaluate(() => {
    const slot = document.querySelector("courtesy-slot");
    document.querySelector("main").append(slot);
    const copy = document.createElement("courtesy-slot");
    copy.setAttribute("name", "hero");
    const title = document.createElement("h2");
    title.dataset.bind = "title";
    title.textContent = "The default title";
    copy.append(title);
    document.querySelector("main").append(copy);
  });
  const titles = () => page.locator("courtesy-slot h2").allTextContents();
  assert.deepEqual(await titles(), [EVALUATOR_TITLE, EVALUATOR_TITLE]);
});

story("A record of decisions that somebody changed in storage cannot run script, nor break the page", {}, async ({ page, url }) => {
  await becomesEvaluator(page, url);
  await page.evaluate(() => {
    const record = JSON.parse(localStorage.getItem("courtesy.ahead"));
    record.slots.hero.fields = {
      title: "<img src=x onerror=alert(1)>",
      cta: { text: "Click", href: "javascript:alert(1)", onclick: "alert(1)", style: "color:red", src: "data:text/html,x" },
      lead: { href: 7 },
      more: null,
    };
    localStorage.setItem("courtesy.ahead", JSON.stringify(record));
  });
  await page.goto(url);
  assert.equal(await heroTitle(page), "<img src=x onerror=alert(1)>", "text stays text");
  const link = page.locator("courtesy-slot[name=hero] [data-bind=cta]");
  assert.deepEqual(await link.evaluate((element) => element.getAttributeNames().sort()), ["class", "data-bind", "href"]);
  assert.equal(await link.getAttribute("href"), "/contact");
  assert.equal(await settled(page), "running");
});

for (const [what, change] of [
  ["an answer that is not there any more", () => localStorage.removeItem("courtesy.consent")],
  ["another region", () => localStorage.setItem("courtesy.ahead", localStorage.getItem("courtesy.ahead").replace('"region":""', '"region":"BR"'))],
  ["another answer", () => localStorage.setItem("courtesy.consent", JSON.stringify({ v: 1, at: Date.now(), revision: 2, granted: [], denied: ["personalization"], gpc: false }))],
]) {
  story(`A record of decisions under ${what} is not shown before the paint`, {}, async ({ page, url }) => {
    await becomesEvaluator(page, url);
    await page.evaluate(change);
    await page.addInitScript(() => {
      document.addEventListener("DOMContentLoaded", () => {
        window.first = document.querySelector("courtesy-slot[name=hero] [data-bind=title]")?.textContent; // Frames have none.
      });
    });
    await page.goto(url);
    assert.equal((await page.evaluate(() => window.first)).trim(), DEFAULT_TITLE);
  });
}

for (const [what, record] of [
  ["is no JSON", "{"],
  ["is of another version", '{"v":2,"until":9e15,"gpc":false,"receipt":"","region":"","slots":{"hero":{"variant":"evaluator","fields":{"title":"Wrong"}}}}'],
  ["is too old", '{"v":1,"until":1,"gpc":false,"receipt":"","region":"","slots":{"hero":{"variant":"evaluator","fields":{"title":"Wrong"}}}}'],
  ["has a slot without fields", '{"v":1,"until":9e15,"gpc":false,"receipt":"","region":"","slots":{"hero":{"variant":"evaluator"}}}'],
  ["has a slot that is null", '{"v":1,"until":9e15,"gpc":false,"receipt":"","region":"","slots":{"hero":null,"ribbon":7}}'],
  ["has no slots but a number", '{"v":1,"until":9e15,"gpc":false,"receipt":"","region":"","slots":7}'],
]) {
  story(`A record of decisions that ${what} leaves the default`, {}, async ({ page, url }) => {
    await page.goto(`${url}/favicon.svg`);
    await page.evaluate((record) => localStorage.setItem("courtesy.ahead", record), record);
    await page.goto(url);
    assert.equal(await heroTitle(page), DEFAULT_TITLE);
    assert.equal(await settled(page), "running");
    // Without a yes such a record is none of ours: it goes.
    await until(() => page.evaluate(() => Object.keys(localStorage).length === 0));
  });
}
