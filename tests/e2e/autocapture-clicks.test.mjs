/** Clicks: one click is one event, told in the author's words, never in the visitor's. */
import assert from "node:assert/strict";
import { captured, events } from "./captured-page.mjs";

const on = { clicks: true, outbound: true, downloads: true };
/** What is clicked must not lead away. */
const stay = `<script>for (const type of ["click", "auxclick"]) addEventListener(type, (event) => event.target.closest("a,[type=submit]") && event.preventDefault());</script>`;

/** Clicks each, and gives what was told of each. */
async function clicked({ page, told, forget }, selectors, options) {
  const all = [];
  for (const selector of selectors) {
    await forget();
    await page.click(selector, options);
    all.push(events(await told()));
  }
  return all;
}

captured(
  "Links and buttons are told with a selector, their text, and an address without its query",
  {
    on,
    head: stay,
    body: `<nav id="top"><a href="/one">One</a> <a href="/plans?session=secret#who">  Our
      <b>plans</b> </a></nav>
      <button id="buy">Buy</button> <button id=":r1:" data-testid="menu">Menu</button>
      <div role="button" id="act">Act</div> <details><summary name="more">More</summary></details>
      <form><input type="submit" name="go" value="Go there"></form>
      <button aria-label="Close" id="close"><svg width="10" height="10"></svg></button>
      <main id="radix-12"><section><p>x</p><p><a href="mailto:jane@example.com">Write</a></p></section></main>
      <p id="plain">Nothing to click</p>`,
  },
  async (stage) => {
    const seen = await clicked(stage, ["text=plans", "#buy", "text=Menu", "#act", "summary", "[name=go]", "#close", "text=Write", "#plain"]);
    assert.deepEqual(seen.map((told) => told.length), [1, 1, 1, 1, 1, 1, 1, 1, 0]);
    assert.ok(seen.flat().every(([name]) => name === "Element Clicked"));
    const { url } = stage;
    assert.deepEqual(seen.flat().map(([, properties]) => properties), [
      { tag: "a", selector: "#top > a:nth-of-type(2)", text: "Our plans", href: `${url}/plans` },
      { tag: "button", selector: "#buy", text: "Buy" },
      { tag: "button", selector: '[data-testid="menu"]', text: "Menu" },
      { tag: "div", selector: "#act", text: "Act" },
      { tag: "summary", selector: 'summary[name="more"]', text: "More" },
      { tag: "input", selector: 'input[name="go"]' },
      { tag: "button", selector: "#close", text: "Close" },
      { tag: "a", selector: "main > section > p:nth-of-type(2) > a", text: "Write", href: "mailto:" },
    ]);
  },
);

captured(
  "What visitors write, and what is private, is no text of a click",
  {
    on,
    head: stay,
    body: `<div contenteditable><a id="typed" href="/x">typed by somebody</a></div>
      <p data-courtesy-private><button id="account">Jane Doe</button></p>
      <button id="mixed">Pay <span data-courtesy-private>99.50</span> now</button>
      <div contenteditable><div contenteditable="false"><button id="inside">inside an editor</button></div></div>`,
  },
  async (stage) => {
    const seen = await clicked(stage, ["#typed", "#account", "#mixed", "#inside"]);
    assert.deepEqual(seen.map(([[, { text }]]) => text ?? null), [null, null, "Pay now", null]);
  },
);

captured(
  "Another site and a file are events of their own, and a click is only one of them",
  {
    on,
    head: stay,
    body: `<a id="out" href="https://user:pw@example.com/a?b=1#c">Out</a> <a id="pdf" href="/files/price-list.PDF?v=2">Prices</a>
      <a id="cdn" href="https://cdn.example.com/setup.exe">Setup</a> <a id="saved" href="/report" download="report.json">Report</a>
      <a id="made" href="data:text/csv,1" download="Jane Doe.csv">Made</a> <a id="here" href="/here">Here</a>
      <svg width="50" height="20"><a id="drawn" href="https://example.org/map"><rect width="50" height="20"/></a></svg>`,
  },
  async (stage) => {
    const { url } = stage;
    const seen = await clicked(stage, ["#out", "#pdf", "#cdn", "#saved", "#made", "#here", "#drawn"]);
    assert.deepEqual(seen, [
      [["Outbound Link Clicked", { href: "https://example.com/a", host: "example.com" }]],
      [["File Downloaded", { href: `${url}/files/price-list.PDF`, extension: "pdf", file_name: "price-list.PDF" }]],
      [["File Downloaded", { href: "https://cdn.example.com/setup.exe", extension: "exe", file_name: "setup.exe" }]],
      [["File Downloaded", { href: `${url}/report`, file_name: "report" , extension: "json" }]],
      [["File Downloaded", { href: "data:", extension: "csv" }]],
      [["Element Clicked", { tag: "a", selector: "#here", text: "Here", href: `${url}/here` }]],
      [["Outbound Link Clicked", { href: "https://example.org/map", host: "example.org" }]],
    ]);
    const middle = await clicked(stage, ["#out", "#here"], { button: "middle" });
    assert.deepEqual(middle.map((told) => told.map(([name]) => name)), [["Outbound Link Clicked"], ["Element Clicked"]]);
    assert.deepEqual(await clicked(stage, ["#out", "#here"], { button: "right" }), [[], []]);
  },
);

captured(
  "The author's name for a click goes first, wherever it stands and also where clicks are off",
  {
    head: stay,
    body: `<section data-courtesy-prop-section="pricing" data-courtesy-prop-plan="none">
        <div id="card" data-courtesy-event="Plan Chosen" data-courtesy-prop-plan="pro" data-courtesy-prop-billed-per="year">
          <h2>Pro</h2> <a href="/pro">Take it</a></div>
        <a id="other" href="/other">Other</a></section>
      <form data-courtesy-event="Demo Requested"><label id="label" for="agree">I agree</label><input id="agree" type="checkbox"></form>
      <p data-courtesy-event="Terms Agreed"><label><span id="terms">Terms</span> <input type="checkbox"></label></p>
      <div data-courtesy-ignore><p data-courtesy-event="Never"><button id="never">Never</button></p></div>`,
  },
  async (stage) => {
    const chosen = [["Plan Chosen", { plan: "pro", billed_per: "year", section: "pricing" }]];
    const seen = await clicked(stage, ["h2", "text=Take it", "#other", "#label", "#terms", "#never"]);
    assert.deepEqual(seen, [chosen, chosen, [], [], [["Terms Agreed", {}]], []]);
  },
);

captured(
  "Shadow roots, clobbered members and a page that stops its clicks hide nothing, and a script's clicks are nobody's",
  {
    on,
    head: `<script>addEventListener("click", (event) => { event.preventDefault(); event.stopImmediatePropagation(); }, false);
      document.addEventListener("click", (event) => event.stopPropagation(), true);</script>`,
    body: `<shadow-box></shadow-box><script>
        const root = document.querySelector("shadow-box").attachShadow({ mode: "open" });
        root.innerHTML = '<p><button>Inside</button></p>';
      </script>
      <form role="button" style="padding: 40px"><input name="matches"><input name="getAttribute"><input name="parentNode"><input name="localName">
        <input name="childNodes"><input name="attributes"><input name="id"></form><img name="title"><img name="hidden">`,
  },
  async ({ page, told, forget }) => {
    await page.click("text=Inside");
    assert.deepEqual(events(await told()), [["Element Clicked", { tag: "button", selector: "body > shadow-box >>> p > button", text: "Inside" }]]);
    await forget();
    // Playwright itself stumbles over such a form.
    const { x, y } = await page.evaluate(() => Element.prototype.getBoundingClientRect.call(document.querySelector("form")).toJSON());
    await page.mouse.click(x + 5, y + 5);
    assert.deepEqual(events(await told()), [["Element Clicked", { tag: "form", selector: "html > body > form" }]]);
    await forget();
    await page.evaluate(() => document.querySelector("shadow-box").shadowRoot.querySelector("button").click());
    assert.deepEqual(await told(), []);
  },
);
