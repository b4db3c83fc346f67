/** Attention: how far a view was scrolled, and how long somebody really looked at it. */
import assert from "node:assert/strict";
import { captured, events } from "./captured-page.mjs";
import { quiet, until } from "./until.mjs";

const on = { scroll: true, engagement: true, views: true };
const long = `<div style="height: 8000px">Long</div>`;
/** A clock that the story moves, and a page that it may hide. */
const staged = `<style>body { margin: 0 }</style><script>
  let nowMs = 0, isHidden = false, hasFocus = true;
  performance.now = () => nowMs;
  Document.prototype.hasFocus = () => hasFocus;
  Object.defineProperty(Document.prototype, "hidden", { get: () => isHidden });
  window.pass = (seconds) => { nowMs += seconds * 1000 };
  window.focused = (has) => { hasFocus = has; window.dispatchEvent(new Event(has ? "focus" : "blur")) };
  window.shown = (is) => { isHidden = !is; document.dispatchEvent(new Event("visibilitychange")) };
  window.act = () => dispatchEvent(new KeyboardEvent("keydown"));
</script>`;

const depths = async (told) => events(await told()).filter(([name]) => name === "Page Scrolled").map(([, { percent }]) => percent);

captured("Each depth is told once a view, and a view without scrolling tells none", { on, head: staged, body: long }, async ({ page, told }) => {
  const scrollTo = async (y, expected) => {
    await page.evaluate((y) => scrollTo(0, y), y);
    await quiet(300);
    assert.deepEqual(await depths(told), expected);
  };
  await scrollTo(0, []);
  await scrollTo(1300, [25]);
  await scrollTo(100, [25]);
  await scrollTo(4000, [25, 50]);
  await scrollTo(7200, [25, 50, 75, 90, 100]);
  await scrollTo(7000, [25, 50, 75, 90, 100]);
  await page.evaluate(() => {
    history.pushState(null, "", "/next");
    scrollTo(0, 0);
  });
  await quiet(400);
  const notes = await told();
  assert.deepEqual(notes.find(({ engagedMs }) => engagedMs !== undefined), { engagedMs: 0, scrollPercent: 100 });
  await scrollTo(1300, [25, 50, 75, 90, 100, 25]);
});

captured("A page that cannot scroll, and a box that can, are no depth", { on, head: staged, body: `<div id="box" style="height: 100px; overflow: auto">${long}</div>` }, async ({ page, told }) => {
  await page.evaluate(() => document.querySelector("#box").scrollTo(0, 3000));
  await page.mouse.wheel(0, 500);
  await quiet(300);
  assert.deepEqual(await told(), []);
});

captured("Only time in which the page is seen, has the focus and is used is engaged", { on, head: staged, body: long }, async ({ page, told }) => {
  await page.evaluate(() => {
    const { pass, focused, shown, act } = window;
    pass(10);
    act();
    pass(100); // 30 of them count: nobody does anything.
    act();
    pass(5);
    focused(false);
    pass(20);
    focused(true);
    pass(1);
    shown(false); // 46
    pass(50);
    shown(true);
    pass(0.4);
    shown(false); // Too little for an event.
    shown(true);
    pass(0.6);
    shown(false);
  });
  const told1 = await told();
  assert.deepEqual(told1, [
    { engagedMs: 46_000, scrollPercent: 0 },
    { name: "Page Engaged", properties: { engaged_ms: 46_000, scroll_percent: 0 } },
    { engagedMs: 46_400, scrollPercent: 0 },
    { engagedMs: 47_000, scrollPercent: 0 },
    { name: "Page Engaged", properties: { engaged_ms: 1_000, scroll_percent: 0 } },
  ]);
});

captured("Of two windows only the one that has the focus counts, also where a frame in it lost the focus without a word", { on, head: staged, body: `<iframe srcdoc="<input>"></iframe>` }, async ({ page, told }) => {
  const LOOKED_MS = 1_100;
  await page.evaluate(() => {
    document.querySelector("iframe").focus();
    // The window says so, and the document still has the focus.
    window.dispatchEvent(new Event("blur"));
    window.pass(5);
  });
  await quiet(LOOKED_MS);
  // From here on the other window has it; the frame alone hears that.
  await page.evaluate(() => (Document.prototype.hasFocus = () => false));
  await quiet(LOOKED_MS);
  await page.evaluate(() => window.pass(20));
  await quiet(LOOKED_MS);
  await page.evaluate(() => (Document.prototype.hasFocus = () => true));
  await quiet(LOOKED_MS);
  await page.evaluate(() => {
    window.pass(2);
    window.focused(true);
    window.shown(false);
  });
  assert.deepEqual((await told())[0], { engagedMs: 7_000, scrollPercent: 0 });
});

captured("Each view has its own time; a page that is left tells it, and how far it was scrolled a moment ago", { on, head: staged, body: long }, async ({ page, url, told, forget }) => {
  await page.evaluate(() => {
    window.pass(3);
    history.pushState(null, "", "/next");
    window.pass(2);
  });
  await until(async () => (await told()).some(({ view }) => view));
  await page.evaluate(() => new Promise((done) => {
    addEventListener("scroll", done, { once: true });
    scrollTo(0, 4000);
  }));
  await page.goto(`${url}/away`);
  assert.deepEqual((await told()).filter(({ name }) => name !== "Page Scrolled").slice(0, 5), [
    { engagedMs: 3_000, scrollPercent: 0 },
    { name: "Page Engaged", properties: { engaged_ms: 3_000, scroll_percent: 0 } },
    { view: "/next", title: "A page" },
    { engagedMs: 2_000, scrollPercent: 60 },
    { name: "Page Engaged", properties: { engaged_ms: 2_000, scroll_percent: 60 } },
  ]);
});

captured("Without a switch there are totals, and no events", { head: staged, body: long }, async ({ page, told }) => {
  await page.evaluate(() => new Promise((done) => {
    addEventListener("scroll", done, { once: true });
    scrollTo(0, 4000);
    window.pass(5);
  }));
  await page.evaluate(() => window.shown(false));
  assert.deepEqual(await told(), [{ engagedMs: 5_000, scrollPercent: 60 }]);
});
