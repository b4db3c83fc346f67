/** The banner for everybody: no violation that axe knows, the keyboard alone is enough, and no is as easy as yes. */
import assert from "node:assert/strict";
import { violations, withAxe } from "./axe.mjs";
import { DESKTOP, PHONE, story } from "./browser.mjs";
import { focused, tabTo } from "./focus.mjs";
import { answer, banner, NO, reopen, visit, YES } from "./visitor.mjs";

for (const colorScheme of ["light", "dark"]) {
  for (const [device, viewport] of [["desktop", DESKTOP], ["phone", PHONE]]) {
    const options = { browser: { viewport, colorScheme, reducedMotion: "reduce" }, prepare: withAxe };
    story(`axe finds nothing on the home page with the banner open: ${device}, ${colorScheme}`, options, async ({ page, url }) => {
      await visit(page, url);
      await banner(page).waitFor();
      assert.deepEqual(await violations(page), []);
      await page.getByText("Choose for each purpose").click();
      await page.locator("courtesy-consent dialog[open]").waitFor();
      assert.deepEqual(await violations(page), []);
    });
  }
}

for (const [device, viewport] of [["desktop", DESKTOP], ["phone", PHONE], ["narrow phone", { width: 320, height: 568 }]]) {
  story(`Yes and no are of the same size and look, and the whole banner can be reached: ${device}`, { browser: { viewport, reducedMotion: "reduce" } }, async ({ page, url }) => {
    await visit(page, url);
    const look = async (label) => {
      const button = page.getByRole("button", { name: label });
      const { width, height } = await button.boundingBox();
      const style = await button.evaluate((element) => {
        const { color, backgroundColor, font, borderColor, opacity } = getComputedStyle(element);
        return { color, backgroundColor, font, borderColor, opacity };
      });
      return { width: Math.round(width), height: Math.round(height), ...style };
    };
    assert.deepEqual(await look(NO), await look(YES));
    const { height } = await look(NO);
    assert.ok(height >= 44, `${height} px are enough for a finger`);
    const box = await banner(page).boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= viewport.width && box.y >= 0 && box.y + box.height <= viewport.height);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out sideways");
  });
}

for (const label of [NO, YES]) {
  story(`With the keyboard alone “${label}” can be reached and pressed, and the focus is not taken away before`, {}, async ({ page, url }) => {
    await visit(page, url);
    await banner(page).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
    await tabTo(page, label);
    await page.keyboard.press("Enter");
    await banner(page).waitFor({ state: "detached" });
    const granted = await page.evaluate(() => window.courtesy.consent.get().purposes.analytics);
    assert.equal(granted, label === YES);
  });
}

story("Reopened from the footer the banner has the focus, and gives it back when it is closed", {}, async ({ page, url }) => {
  await visit(page, url);
  await answer(page, NO);
  const choices = page.locator('footer [data-courtesy-open=""]');
  await choices.focus();
  await page.keyboard.press("Enter");
  await banner(page).waitFor();
  assert.equal(await focused(page), "May we remember this visit?");
  await page.keyboard.press("Escape");
  await banner(page).waitFor({ state: "detached" });
  assert.ok(await choices.evaluate((button) => button === document.activeElement));
  await page.keyboard.press("Enter");
  await banner(page).waitFor();
  await tabTo(page, YES, 8);
  await page.keyboard.press("Enter");
  await banner(page).waitFor({ state: "detached" });
  assert.ok(await choices.evaluate((button) => button === document.activeElement));
});

story("Asked to open twice there is one banner, and it shows what was allowed", {}, async ({ page, url }) => {
  await visit(page, url);
  await page.getByText("Choose for each purpose").click();
  await page.getByRole("checkbox", { name: "Count what is read" }).check();
  await answer(page, "Only what I ticked");
  await reopen(page);
  await page.evaluate(() => window.courtesy.consent.open());
  assert.equal(await page.locator("courtesy-consent").count(), 1);
  await page.getByText("Choose for each purpose").click();
  assert.ok(await page.getByRole("checkbox", { name: "Count what is read" }).isChecked());
  assert.ok(!(await page.getByRole("checkbox", { name: "Fit the page to you" }).isChecked()));
  assert.ok(await page.getByRole("checkbox", { name: "Remember your answer" }).isDisabled());
});

story("Asked to open twice in the same moment there is one banner", {}, async ({ page, url }) => {
  await visit(page, url);
  await answer(page, NO);
  await page.evaluate(() => {
    window.courtesy.consent.open();
    window.courtesy.consent.open();
  });
  await banner(page).first().waitFor();
  assert.equal(await page.locator("courtesy-consent").count(), 1);
});
