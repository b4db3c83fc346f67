/** No answer is easier, bigger or louder than another: in the banner and in the dialog, in any language, on any screen. */
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { DESKTOP, PHONE, story } from "./browser.mjs";
import { calls, openPage, pageSite } from "./consent-page.mjs";

const site = { siteDir: pageSite };
const LANGUAGES = (await readdir(new URL("../../js/src/lang", import.meta.url))).map((file) => file.replace(".json", ""));
const NARROW = { width: 320, height: 568 };

/** All that an eye can compare, of each button of a row. */
const looks = (page, view) =>
  page.locator(`courtesy-consent ${view} .choices button`).evaluateAll((buttons) =>
    buttons.map((button) => {
      const { width, height } = button.getBoundingClientRect();
      const { color, backgroundColor, font, border, borderRadius, opacity, boxShadow, textDecoration, textTransform } = getComputedStyle(button);
      const size = { width: Math.round(width * 10) / 10, height: Math.round(height * 10) / 10 };
      return { ...size, color, backgroundColor, font, border, borderRadius, opacity, boxShadow, textDecoration, textTransform };
    }),
  );

/** WCAG's contrast of two colours, as the browser computes them. */
const contrast = (page, view) =>
  page.locator(`courtesy-consent ${view} .choices button`).evaluateAll((buttons) => {
    const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const light = (color) => {
      pen.fillStyle = color;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    return buttons.map((button) => {
      const { color, backgroundColor } = getComputedStyle(button);
      const [dark, bright] = [light(color), light(backgroundColor)].sort((one, other) => one - other);
      return (bright + 0.05) / (dark + 0.05);
    });
  });

async function assertEqual(page, view) {
  const [first, ...others] = await looks(page, view);
  assert.equal(others.length, 2);
  for (const other of others) assert.deepEqual(other, first);
  assert.ok(first.height >= 44 && first.width >= 44, `${first.width} × ${first.height} px are enough for a finger`);
  const found = await contrast(page, view);
  assert.ok(found.every((one) => one >= 4.5 && one === found[0]), `contrast ${found}`);
}

for (const [device, viewport] of [["desktop", DESKTOP], ["phone", PHONE], ["narrow phone", NARROW]]) {
  for (const lang of ["en", "de", "ar"]) {
    const colorScheme = viewport === PHONE ? "dark" : "light";
    story(`Three answers of one size, font and contrast: ${lang}, ${device}`, { server: site, browser: { viewport, colorScheme, reducedMotion: "reduce" } }, async ({ page, url }) => {
      await openPage(page, url, { lang });
      await assertEqual(page, "section");
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out sideways");
      const box = await page.locator("courtesy-consent section").boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= viewport.width && box.y >= 0 && box.y + box.height <= viewport.height);
      await page.locator("courtesy-consent section .choices button").last().click();
      await page.locator("courtesy-consent dialog .choices button").first().waitFor();
      // A pointer that lies on one of them lights it up.
      await page.mouse.move(2, 2);
      await assertEqual(page, "dialog");
      const [outer, inner] = await page.locator("courtesy-consent dialog").evaluate((dialog) => [dialog.clientWidth, dialog.scrollWidth]);
      assert.ok(inner <= outer, "nor in the dialog");
    });
  }
}

story("So it is in every language that we have, on the narrowest phone, and nothing sticks out", { server: site, browser: { viewport: NARROW, reducedMotion: "reduce" } }, async ({ page, url }) => {
  for (const lang of LANGUAGES) {
    await openPage(page, url, { lang });
    await assertEqual(page, "section");
    const [outer, inner] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
    assert.ok(inner <= outer, lang);
    await page.evaluate(() => window.show("preferences"));
    await assertEqual(page, "dialog");
    const dialog = page.locator("courtesy-consent dialog");
    await dialog.locator("details").evaluateAll((all) => all.forEach((one) => (one.open = true)));
    for (const button of await dialog.getByRole("button").all()) {
      const [box, around] = [await button.boundingBox(), await dialog.boundingBox()];
      assert.ok(box.x >= around.x && box.x + box.width <= around.x + around.width, `${lang}: ${await button.textContent()}`);
    }
  }
});

story("Labels of unlike length change nothing in that", { server: site, browser: { viewport: PHONE } }, async ({ page, url }) => {
  await openPage(page, url, { text: { accept: "Yes", reject: "No, and by the way thank you very much for asking so kindly", choose: "Let me choose" } });
  await assertEqual(page, "section");
  await page.setViewportSize(DESKTOP);
  await assertEqual(page, "section");
});

story("The pointer and the keyboard light up each answer alike", { server: site, browser: { reducedMotion: "reduce" } }, async ({ page, url }) => {
  await openPage(page, url);
  const seen = [];
  for (const button of await page.locator("courtesy-consent .choices button").all()) {
    await button.hover();
    const hovered = await button.evaluate((element) => ({ ...getComputedStyle(element), perspectiveOrigin: "", transformOrigin: "" }));
    await page.mouse.move(2, 2);
    await button.focus();
    await page.keyboard.press("Shift");
    seen.push([hovered.backgroundColor, hovered.color, hovered.borderColor, await button.evaluate((element) => getComputedStyle(element).outline)]);
  }
  assert.deepEqual(seen[1], seen[0]);
  assert.deepEqual(seen[2], seen[0]);
});

for (const [view, label, granted] of [["banner", "Reject all", false], ["banner", "Accept all", true], ["dialog", "Reject all", false], ["dialog", "Accept all", true]]) {
  story(`“${label}” in the ${view} is one click, and answers for every purpose by name`, { server: site }, async ({ page, url }) => {
    await openPage(page, url);
    if (view === "dialog") {
      await page.getByRole("button", { name: "Choose", exact: true }).click();
      await page.locator("courtesy-consent dialog[open]").waitFor();
    }
    await page.getByRole("button", { name: label }).click();
    await page.locator("courtesy-consent").waitFor({ state: "detached" });
    const [call, ...others] = await calls(page);
    assert.deepEqual(others, []);
    assert.deepEqual(call.choice, { analytics: granted, media: granted, personalization: granted });
    assert.equal(call.shown.method, view === "banner" ? "banner" : "preferences");
  });
}
