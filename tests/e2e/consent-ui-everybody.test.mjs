/** Banner and dialog for everybody: axe, the keyboard alone, zoom, forced colours, less motion, both directions of writing. */
import assert from "node:assert/strict";
import { violations, withAxe } from "./axe.mjs";
import { DESKTOP, PHONE, story } from "./browser.mjs";
import { ALL_NO, calls, openPage, pageSite } from "./consent-page.mjs";
import { focused, tabTo } from "./focus.mjs";

const site = { siteDir: pageSite };
const dialog = (page) => page.locator("courtesy-consent dialog");
const banner = (page) => page.locator("courtesy-consent section");
const choose = (page) => page.locator("courtesy-consent section .choices button").last();
const openAll = (page) => dialog(page).locator("details").evaluateAll((all) => all.forEach((one) => (one.open = true)));

for (const [how, browser, setup] of [
  ["light", { colorScheme: "light" }, {}],
  ["dark", { colorScheme: "dark" }, {}],
  ["light, phone", { colorScheme: "light", viewport: PHONE }, { lang: "de" }],
  ["light, right to left", { colorScheme: "light" }, { lang: "ar", dir: "rtl" }],
  ["dark, right to left, phone", { colorScheme: "dark", viewport: PHONE }, { lang: "he", dir: "rtl" }],
  ["forced colours", { forcedColors: "active" }, {}],
]) {
  const options = { server: site, browser: { viewport: DESKTOP, reducedMotion: "reduce", ...browser }, prepare: withAxe };
  story(`axe finds nothing in the banner, nor in the dialog with everything unfolded: ${how}`, options, async ({ page, url }) => {
    await openPage(page, url, { signal: true, answers: { analytics: false }, ...setup });
    assert.deepEqual(await violations(page), []);
    await choose(page).click();
    await dialog(page).waitFor();
    await openAll(page);
    assert.deepEqual(await violations(page), []);
    assert.equal(await dialog(page).evaluate((element) => getComputedStyle(element).direction), setup.dir ?? "ltr");
  });
}

story("The keyboard alone walks through everything, cannot leave the dialog, and gets back to where it came from", { server: site }, async ({ page, url }) => {
  await openPage(page, url, { answers: ALL_NO, opens: "preferences" });
  await page.locator("#opener").focus();
  await page.keyboard.press("Enter");
  await dialog(page).waitFor();
  assert.equal(await focused(page), "Choose for each purpose", "the heading, so that nothing is pressed by accident");
  const walk = [];
  for (let presses = 0; presses < 14; presses += 1) {
    await page.keyboard.press("Tab");
    walk.push(await focused(page));
  }
  assert.deepEqual(walk, [
    ...["Close", "Services: 1", "Count what is read", "Services: 2", "Show films and maps", "Services: 1", "Fit the page to you"],
    ...["Download my data", "Download receipts", "Erase everything", "Reject all", "Accept all", "Save choice"],
    walk.at(-1),
  ]);
  assert.ok(!["To the end", "Privacy choices"].includes(walk.at(-1)), "the page behind is out of reach");
  await tabTo(page, "Count what is read");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Counter");
  await page.keyboard.press("Space");
  await tabTo(page, "Save choice");
  await page.keyboard.press("Enter");
  await page.locator("courtesy-consent").waitFor({ state: "detached" });
  const [{ choice }] = await calls(page);
  assert.deepEqual(choice, { analytics: true, "analytics/counter": false, "analytics/own": true, media: false, "media/films": false, personalization: false });
  assert.equal(await focused(page), "Privacy choices");
});

story("Whatever has the focus can be seen, also at the very end of the page and of the dialog", { server: site, browser: { viewport: PHONE, reducedMotion: "reduce" } }, async ({ page, url }) => {
  await openPage(page, url);
  await page.locator("#last").focus();
  const [link, box] = [await page.locator("#last").boundingBox(), await banner(page).boundingBox()];
  assert.ok(link.y + link.height <= box.y, `the last link ends at ${link.y + link.height}, the banner begins at ${box.y}`);
  await choose(page).click();
  await dialog(page).waitFor();
  await openAll(page);
  for (let presses = 0; presses < 22; presses += 1) {
    await page.keyboard.press("Tab");
    const isSeen = await page.evaluate(() => {
      const element = document.activeElement.shadowRoot?.activeElement;
      if (!element) return true;
      const { left, top, width, height } = element.getBoundingClientRect();
      const there = element.getRootNode().elementFromPoint(left + width / 2, top + height / 2);
      return element === there || element.contains(there) || there?.contains(element);
    });
    assert.ok(isSeen, await focused(page));
  }
  await page.getByRole("button", { name: "Reject all" }).click();
  await page.locator("courtesy-consent").waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.adoptedStyleSheets.length), 0, "the page has its own size again");
});

story("Everything that can have the focus shows it by a ring in the colour of the answers", { server: site }, async ({ page, url }) => {
  await openPage(page, url);
  await choose(page).focus();
  await page.keyboard.press("Enter");
  await dialog(page).waitFor();
  for (let presses = 0; presses < 13; presses += 1) {
    await page.keyboard.press("Tab");
    const outline = await page.evaluate(() => {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(document.activeElement.shadowRoot.activeElement);
      return [outlineStyle, outlineWidth, outlineColor].join(" ");
    });
    assert.equal(outline, "solid 3px rgb(31, 75, 107)");
  }
});

story("Escape closes the dialog and leaves the question; it closes the banner only where there is an answer", { server: site }, async ({ page, url }) => {
  await openPage(page, url, { opens: "banner" });
  await choose(page).click();
  await dialog(page).waitFor();
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });
  assert.ok(await banner(page).isVisible());
  assert.equal(await focused(page), "Choose", "the focus is where it was");
  await page.keyboard.press("Escape");
  assert.ok(await banner(page).isVisible());
  await page.getByRole("button", { name: "Reject all" }).click();
  await page.locator("courtesy-consent").waitFor({ state: "detached" });
  await page.locator("#opener").click();
  await banner(page).waitFor();
  assert.equal(await focused(page), "Your privacy choices");
  await page.keyboard.press("Escape");
  await page.locator("courtesy-consent").waitFor({ state: "detached" });
  assert.equal(await focused(page), "Privacy choices");
  assert.equal((await calls(page)).length, 1);
});

story("The close button leaves everything as it is", { server: site }, async ({ page, url }) => {
  await openPage(page, url, { answers: ALL_NO });
  await page.locator("#opener").click();
  await page.getByRole("checkbox", { name: "Count what is read" }).check();
  await page.getByRole("button", { name: "Close" }).click();
  await page.locator("courtesy-consent").waitFor({ state: "detached" });
  assert.deepEqual(await calls(page), []);
  assert.equal(await focused(page), "Privacy choices");
});

story("A screen reader hears a region, a dialog, boxes by their titles, and what each is about", { server: site }, async ({ page, url }) => {
  await openPage(page, url, { answers: { "analytics/counter": true } });
  await page.getByRole("region", { name: "Your privacy choices" }).waitFor();
  await choose(page).click();
  await dialog(page).waitFor();
  await page.getByRole("dialog", { name: "Choose for each purpose" }).waitFor();
  assert.equal(await page.getByRole("region").count(), 0, "the banner is out of the way meanwhile");
  const box = page.getByRole("checkbox", { name: "Count what is read", exact: true });
  assert.equal(await box.evaluate((element) => element.indeterminate), true);
  const { nodes } = await (await page.context().newCDPSession(page)).send("Accessibility.getFullAXTree");
  const found = nodes.find(({ role, name }) => role?.value === "checkbox" && name?.value === "Count what is read");
  assert.match(found.description.value, /^Which pages and buttons are used/);
  assert.equal(found.properties.find(({ name }) => name === "checked").value.value, "mixed");
  const fixed = page.getByRole("checkbox", { name: "Remember your answer" });
  assert.ok((await fixed.isChecked()) && (await fixed.isDisabled()));
});

story("Nothing moves for who wants less motion, and little for who does not mind", { server: site, browser: { reducedMotion: "reduce" } }, async ({ page, url }) => {
  await openPage(page, url);
  const animation = () => banner(page).evaluate((element) => getComputedStyle(element).animationName);
  assert.equal(await animation(), "none");
  await page.emulateMedia({ reducedMotion: "no-preference" });
  assert.equal(await animation(), "rise");
  assert.deepEqual(await page.evaluate(() => window.shifts), []);
});

for (const [zoom, viewport] of [["200 % of 1280 × 800", { width: 640, height: 400 }], ["400 % of 1280 × 1024", { width: 320, height: 256 }]]) {
  story(`At ${zoom} everything can be read and reached without scrolling sideways`, { server: site, browser: { viewport, reducedMotion: "reduce" } }, async ({ page, url }) => {
    await openPage(page, url, { lang: "de" });
    for (const button of await page.locator("courtesy-consent section .choices button").all()) {
      await button.scrollIntoViewIfNeeded();
      const box = await button.boundingBox();
      assert.ok(box.y >= 0 && box.y + box.height <= viewport.height && box.x >= 0 && box.x + box.width <= viewport.width);
    }
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await choose(page).click();
    await dialog(page).waitFor();
    await openAll(page);
    for (const thing of await dialog(page).locator("button, input, summary, a, p").all()) {
      if (!(await thing.isVisible())) continue;
      await thing.scrollIntoViewIfNeeded();
      const box = await thing.boundingBox();
      assert.ok(box.y + box.height > 0 && box.y < viewport.height && box.x >= 0 && box.x + box.width <= viewport.width, await thing.textContent());
    }
  });
}

story("With forced colours every button and box still has an edge", { server: site, browser: { forcedColors: "active" } }, async ({ page, url }) => {
  await openPage(page, url);
  await choose(page).click();
  await dialog(page).waitFor();
  const edges = await dialog(page).locator(".choices button, .row button").evaluateAll((all) => all.map((one) => getComputedStyle(one).borderTopStyle));
  assert.deepEqual([...new Set(edges)], ["solid"]);
  assert.equal(await dialog(page).evaluate((element) => getComputedStyle(element).borderTopStyle), "solid");
});
