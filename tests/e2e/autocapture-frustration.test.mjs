/** Rage clicks and dead clicks: those of people who are stuck, and not those of people at work. */
import assert from "node:assert/strict";
import { captured, events } from "./captured-page.mjs";
import { quiet } from "./until.mjs";

const on = { frustration: true };
/** A dead click is told after 1.5 s of silence, a burst after one. */
const SILENCE_MS = 1_700;

/** From here on the page's clock can be put forward. */
async function withClock(page) {
  await page.clock.install();
  await page.reload();
  await page.waitForFunction(() => window.watching);
  return () => page.clock.runFor(SILENCE_MS);
}

async function click(page, selector, count = 1, options = {}) {
  const { x, y, width, height } = await page.locator(selector).boundingBox();
  const spot = options.spot ?? [width / 2, height / 2];
  for (let index = 0; index < count; index++) {
    await page.mouse.move(x + spot[0], y + spot[1]);
    await page.mouse.down({ clickCount: index + 1 });
    await page.mouse.up({ clickCount: index + 1 });
    if (options.delayMs) await quiet(options.delayMs);
  }
}

const rage = (told) => events(told).filter(([name]) => name === "Rage Clicked");
const dead = (told) => events(told).filter(([name]) => name === "Dead Clicked");

captured(
  "Many clicks on one spot are one rage click, with all of them; slow ones, wide ones and those on fields are none",
  {
    on,
    body: `<button id="stuck" onclick="this.dataset.at = performance.now()">Buy</button>
      <div id="wide" style="width: 600px; height: 40px; user-select: none">wide</div>
      <label for="often">How often</label> <input id="often" type="number"> <p id="text">A sentence that somebody selects.</p>`,
  },
  async ({ page, told, forget }) => {
    await click(page, "#stuck", 5);
    assert.deepEqual(rage(await told()), [], "it is told when it is over");
    await quiet(1_200);
    assert.deepEqual(rage(await told()), [["Rage Clicked", { selector: "#stuck", clicks: 5 }]]);
    await forget();

    await click(page, "#stuck", 2);
    await quiet(1_200);
    await click(page, "#stuck", 3, { delayMs: 700 });
    for (const x of [50, 250, 450]) await click(page, "#wide", 1, { spot: [x, 20] });
    for (const field of ["#often", "label"]) await click(page, field, 4);
    // A paragraph is selected by three.
    await click(page, "#text", 3);
    await quiet(1_200);
    assert.deepEqual(rage(await told()), []);

    // A burst that the page's end cuts short is told.
    await click(page, "#wide", 4);
    await page.reload();
    assert.deepEqual(rage(await told()), [["Rage Clicked", { selector: "#wide", clicks: 4 }]]);
  },
);

const DEAD = {
  button: `<button id="X">Nothing</button>`,
  hash: `<a id="X" href="#">Nothing</a>`,
  prevented: `<a id="X" href="/away" onclick="return false">Nothing</a>`,
  script: `<a id="X" href="javascript:void 0">Nothing</a>`,
  role: `<div id="X" role="button">Nothing</div>`,
  pointer: `<div id="X" style="cursor: pointer; width: 90px; user-select: none">Nothing</div>`,
  icon: `<button id="X"><svg width="20" height="20"></svg></button>`,
  clobbered: `<form id="X" role="button"><input type="hidden" name="closest"><input type="hidden" name="matches"><p>Nothing</p></form>`,
};

captured(
  "A click on what looks clickable, and nothing happens, is dead; of several in a row it is one",
  { on, body: Object.entries(DEAD).map(([id, html]) => `<section>${html.replaceAll("X", id)}</section>`).join("") },
  async ({ page, told, forget }) => {
    const silence = await withClock(page);
    for (const id of Object.keys(DEAD)) {
      await forget();
      await click(page, `#${id}`, id === "role" ? 2 : 1);
      if (id === "role") await page.evaluate(() => getSelection().empty());
      await silence();
      assert.deepEqual(dead(await told()), [["Dead Clicked", { selector: `#${id}` }]], id);
    }
  },
);

const ALIVE = {
  present: `<a id="X" href="/" onclick="return false">home</a>`,
  plain: `<p id="X">Not clickable</p>`,
  mutation: `<button id="X" onclick="setTimeout(() => this.append('!'), 900)">+</button>`,
  attribute: `<button id="X" onclick="this.ariaPressed = true">on</button>`,
  pointerdown: `<button id="X" onpointerdown="this.append('!')">menu</button>`,
  disclosure: `<details><summary id="X">more</summary>inside</details>`,
  popover: `<button id="X" popovertarget="pop">pop</button><div id="pop" popover style="inset: auto 0 0 auto">over</div>`,
  focus: `<button id="X" onclick="document.querySelector('#field').focus()">focus</button>`,
  value: `<button id="X" onclick="document.querySelector('#field').value += 1">+1</button>`,
  scroll: `<button id="X" onclick="window.scrollTo(0, 9)">down</button>`,
  push: `<button id="X" onclick="history.pushState(0, '', '?' + performance.now())">push</button>`,
  fragment: `<a id="X" href="#there">fragment</a>`,
  mail: `<a id="X" href="mailto:jane@example.com" onclick="event.preventDefault()">mail</a>`,
  download: `<a id="X" href="/file" download onclick="return false">file</a>`,
  blank: `<a id="X" href="/file" target="_blank" onclick="return false">file</a>`,
  // What a new window does to this one; Playwright leaves the focus to all its pages.
  window: `<button id="X" onclick="window.dispatchEvent(new FocusEvent('blur'))">window</button>`,
  current: `<a id="X" href="/p" aria-current="page" onclick="return false">here</a>`,
  invalid: `<form><input required value=""><button id="X">send</button></form>`,
  select: `<select id="X"><option>one</select>`,
  ignored: `<button id="X" data-courtesy-ignore>quiet</button>`,
  text: `<p style="cursor: pointer" id="X" data-select>words to select</p>`,
  shadow: `<my-part id="X"></my-part>`,
};

captured(
  "Whatever answers a click keeps it from being dead",
  {
    on,
    head: `<script>customElements.define("my-part", class extends HTMLElement {
      constructor() {
        super().attachShadow({ mode: "open" }).innerHTML = "<button>part</button>";
        this.shadowRoot.firstChild.onclick = ({ target }) => target.append("!");
      }
    })</script>`,
    body: `<input id="field" value="1">${Object.entries(ALIVE).map(([id, html]) => `<div>${html.replaceAll("X", id)}</div>`).join("")}<p style="height: 900px"></p>`,
  },
  async ({ page, told }) => {
    const silence = await withClock(page);
    for (const id of Object.keys(ALIVE)) {
      await page.evaluate((id) => {
        document.querySelector("[popover]").hidePopover();
        scrollTo(0, 0);
        getSelection().empty();
        document.activeElement.blur();
      }, id);
      await click(page, `#${id}`, id === "text" ? 2 : 1);
      await silence();
      assert.deepEqual(dead(await told()), [], id);
    }
  },
);

captured(
  "Clicks that open a dialog, with a key, by the keyboard, by a script, or on a page that is left are not dead",
  { on, body: `<button id="X">Nothing</button> <button id="alert" onclick="alert('now')">alert</button> <a href="/two">two</a>` },
  async ({ page, told }) => {
    page.on("dialog", async (dialog) => {
      await quiet(500);
      await dialog.accept();
    });
    await click(page, "#alert");
    await quiet(SILENCE_MS);
    await page.keyboard.down("Control");
    await click(page, "#X");
    await page.keyboard.up("Control");
    await page.focus("#X");
    await page.keyboard.press("Enter");
    await page.evaluate(() => document.querySelector("#X").click());
    await quiet(SILENCE_MS);
    await click(page, "#X");
    await page.click("a");
    await page.waitForURL("**/two");
    await quiet(SILENCE_MS);
    assert.deepEqual(events(await told()), []);
  },
);

for (const [what, named] of [
  ["an element", `<nav id="navigation"></nav>`],
  ["two elements", `<nav id="navigation"></nav><nav id="navigation"></nav>`],
  ["a form with a field of that name", `<form id="navigation"><input name="addEventListener"><input name="currentEntry"></form>`],
  ["a variable of the page", `<script>var navigation = document.createElement("nav");</script>`],
]) {
  captured(
    `In a browser without the Navigation API, ${what} of its name hides neither dead clicks nor views`,
    { on: { ...on, views: true }, head: "<script>delete window.navigation;</script>", body: `${named}<button id="dead">Dead</button>` },
    async ({ page, told }) => {
      await page.clock.install();
      await page.reload();
      await page.waitForFunction(() => window.watching);
      await click(page, "#dead");
      // It does not say that it is on its way to another page, so it is given more time.
      await page.clock.runFor(5_200);
      assert.deepEqual(dead(await told()), [["Dead Clicked", { selector: "#dead" }]]);
      await page.evaluate(() => history.pushState(null, "", "/next"));
      await page.clock.runFor(200);
      assert.deepEqual((await told()).filter(({ view }) => view).map(({ view }) => view), ["/next"]);
    },
  );
}
