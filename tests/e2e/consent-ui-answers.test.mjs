/** What becomes of an answer: that it is the one given, that it is never lost, that every tab and every view agrees. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { story } from "./browser.mjs";
import { EVENTS } from "./consent-config.mjs";
import { ALL_NO, ALL_YES, calls, openPage, pageSite } from "./consent-page.mjs";
import { queued } from "./device.mjs";
import { quiet, until } from "./until.mjs";
import { settled, visit, YES } from "./visitor.mjs";

const site = { siteDir: pageSite };
const face = (page) => page.locator("courtesy-consent");
const box = (page, name) => page.getByRole("checkbox", { name, exact: true });
const isPart = (locator) => locator.evaluate((element) => element.indeterminate);
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

story("A purpose takes its services with it, and shows when it is only in part on", { server: site }, async ({ page, url }) => {
  await openPage(page, url);
  await press(page, "Choose");
  await page.getByText("Services: 2").click();
  const purpose = box(page, "Count what is read");
  await purpose.check();
  assert.ok((await box(page, "Counter").isChecked()) && (await box(page, "Our own events").isChecked()));
  await box(page, "Counter").uncheck();
  assert.ok((await isPart(purpose)) && !(await purpose.isChecked()));
  await press(page, "Save choice");
  await face(page).waitFor({ state: "detached" });
  assert.deepEqual((await calls(page))[0].choice, {
    analytics: true, "analytics/counter": false, "analytics/own": true, media: false, "media/films": false, personalization: false,
  });
  await page.locator("#opener").click();
  await page.getByText("Services: 2").click();
  assert.ok((await isPart(purpose)) && !(await box(page, "Counter").isChecked()) && (await box(page, "Our own events").isChecked()));
  await box(page, "Our own events").uncheck();
  assert.ok(!(await isPart(purpose)) && !(await purpose.isChecked()));
});

story("A service alone is allowed without its purpose, and shown so when it is looked at again", { server: site }, async ({ page, url }) => {
  await openPage(page, url);
  await press(page, "Choose");
  await page.getByText("Services: 2").click();
  const purpose = box(page, "Count what is read");
  const states = async () => [await isPart(purpose), await purpose.isChecked(), await box(page, "Counter").isChecked(), await box(page, "Our own events").isChecked()];
  await box(page, "Counter").check();
  assert.deepEqual(await states(), [true, false, true, false]);
  await press(page, "Save choice");
  await face(page).waitFor({ state: "detached" });
  const saved = { analytics: false, "analytics/counter": true, "analytics/own": false, media: false, "media/films": false, personalization: false };
  assert.deepEqual((await calls(page))[0].choice, saved);
  assert.deepEqual(await page.evaluate(() => [window.client.consent.get().purposes.analytics, window.client.consent.get().services["analytics/counter"]]), [false, true]);
  // Looked at and saved as it is, it says the same again.
  await page.locator("#opener").click();
  await page.getByText("Services: 2").click();
  assert.deepEqual(await states(), [true, false, true, false]);
  await press(page, "Save choice");
  await face(page).waitFor({ state: "detached" });
  assert.deepEqual((await calls(page))[1].choice, saved);
  await page.locator("#opener").click();
  await page.getByText("Services: 2").click();
  // All one by one are not the purpose, which may do more than they; a click on it takes all, another none.
  await box(page, "Our own events").check();
  assert.deepEqual(await states(), [true, false, true, true]);
  await purpose.click();
  assert.deepEqual(await states(), [false, true, true, true]);
  await purpose.click();
  assert.deepEqual(await states(), [false, false, false, false]);
});

story("Purposes without services, and views that have none, are all right", { server: site }, async ({ page, url }) => {
  await openPage(page, url, { purposes: [{ id: "analytics" }] });
  await press(page, "Choose");
  await box(page, "analytics").check();
  await press(page, "Save choice");
  await face(page).waitFor({ state: "detached" });
  assert.deepEqual((await calls(page))[0].choice, { analytics: true });
});

/** An answer in a tab of its own. */
async function answerElsewhere({ url, newTab }, choice) {
  const other = await newTab();
  await openPage(other, url);
  await other.evaluate((choice) => window.client.consent.set(choice), choice);
  await other.close();
}

story("An answer in another tab closes the banner, takes no focus, and is shown in an open dialog", { server: site }, async (stage) => {
  const { page, url } = stage;
  await openPage(page, url);
  await page.locator("#last").focus();
  await answerElsewhere(stage, { analytics: true, media: false, personalization: true });
  await face(page).waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.id), "last");
  assert.equal(await page.evaluate(() => window.listening), 0);

  await page.locator("#opener").click();
  assert.ok(await box(page, "Fit the page to you").isChecked());
  await answerElsewhere(stage, { analytics: false, media: true, personalization: false });
  await until(async () => !(await box(page, "Fit the page to you").isChecked()) && (await box(page, "Show films and maps").isChecked()));
  await page.keyboard.press("Escape");
  await face(page).waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => window.listening), 0);
});

story("With the dialog open over the banner, an answer in another tab ends the question only", { server: site }, async (stage) => {
  const { page, url } = stage;
  await openPage(page, url);
  await press(page, "Choose");
  await answerElsewhere(stage, ALL_NO);
  await until(() => page.evaluate(() => !window.client.consent.get().ask));
  assert.ok(await page.getByRole("dialog").isVisible());
  await page.keyboard.press("Escape");
  await face(page).waitFor({ state: "detached" });
  assert.deepEqual(await calls(page), []);
});

story("Opened twice, also in the same moment and in both views, there is one of each", { server: site }, async ({ page, url }) => {
  await openPage(page, url, { lang: "de" });
  await page.evaluate(() => Promise.all([window.show(), window.show("preferences"), window.show("preferences"), window.show()]));
  assert.equal(await face(page).count(), 1);
  assert.equal(await page.locator("courtesy-consent section").count(), 1);
  assert.equal(await page.locator("courtesy-consent dialog").count(), 1);
});

story("A page that swaps its body keeps the banner, and can open it again", { server: site }, async ({ page, url }) => {
  await openPage(page, url);
  const swap = () => page.evaluate(() => document.body.replaceWith(document.createElement("body")));
  for (let times = 0; times < 2; times += 1) {
    await swap();
    await until(() => page.locator("courtesy-consent section").isVisible());
  }
  await press(page, "Reject all");
  await face(page).waitFor({ state: "detached" });
  assert.equal((await calls(page)).length, 1);
  await page.evaluate(() => window.show("preferences"));
  await swap();
  await page.evaluate(() => window.show("preferences"));
  assert.equal(await page.getByRole("dialog").count(), 1);
});

for (const [what, event] of [["left", "pagehide"], ["hidden", "visibilitychange"]]) {
  story(`An answer is out of sight at once, and on its way at once if the page is ${what} in that moment`, { server: site }, async ({ page, url }) => {
    await openPage(page, url);
    const seen = await page.evaluate((event) => {
      const element = document.querySelector("courtesy-consent");
      element.shadowRoot.querySelector(".choices button").click();
      const before = { isVisible: element.checkVisibility(), calls: window.calls.length };
      document.dispatchEvent(new Event(event, { bubbles: true }));
      return { ...before, callsAfter: window.calls.length };
    }, event);
    assert.deepEqual(seen, { isVisible: false, calls: 0, callsAfter: 1 });
    await quiet(100);
    assert.equal((await calls(page)).length, 1, "and only once");
  });
}

story("Somebody who answers and goes on in the same moment has answered", {}, async ({ page, url }) => {
  await visit(page, url);
  await page.getByRole("button", { name: YES }).waitFor();
  await page.evaluate(() => {
    document.querySelector("courtesy-consent").shadowRoot.querySelector("[part~=accept]").click();
    location.href = "/pricing";
  });
  await page.waitForURL("**/pricing");
  await settled(page);
  assert.equal(await page.evaluate(() => window.courtesy.consent.get().purposes.analytics), true);
  assert.equal(await face(page).count(), 0);
});

story("What we hold can be taken along as files", { server: site }, async ({ page, url }) => {
  await openPage(page, url, { answers: ALL_NO });
  await page.locator("#opener").click();
  for (const [label, name, has] of [["Download my data", "127.0.0.1-data.json", "exported_at_ms"], ["Download receipts", "127.0.0.1-receipts.json", "0"]]) {
    const [download] = await Promise.all([page.waitForEvent("download"), press(page, label)]);
    assert.equal(download.suggestedFilename(), name);
    assert.ok(has in JSON.parse(await readFile(await download.path(), "utf8")));
  }
  assert.deepEqual(await page.evaluate(() => window.violations), []);
});

story("Erasing asks once more, can be called off, and says what is gone, what is left and what is kept", { server: { ...site, collector: { status: 503 } } }, async ({ page, url }) => {
  await openPage(page, url, { answers: ALL_YES, config: { events: EVENTS } });
  await until(async () => (await queued(page)).length > 0);
  await page.evaluate(() => {
    const { removeItem } = Storage.prototype;
    Storage.prototype.removeItem = function (key) {
      if (key !== "courtesy.visitor") removeItem.call(this, key);
    };
  });
  await page.locator("#opener").click();
  const said = page.getByRole("status");
  await press(page, "Erase everything");
  assert.match(await said.textContent(), /cannot be undone/);
  await press(page, "Cancel");
  assert.equal(await said.textContent(), "");
  assert.ok(await page.getByRole("button", { name: "Erase everything" }).evaluate((button) => button === button.getRootNode().activeElement));
  await press(page, "Erase everything");
  await press(page, "Yes, erase");
  await until(async () => /Removed/.test(await said.textContent()));
  assert.deepEqual((await said.textContent()).split("\n"), [
    "Removed: courtesy.intent, courtesy",
    "Could not be removed: courtesy.visitor",
    "Kept: courtesy.consent, courtesy.receipts. This records your no, so that you are not asked again, and identifies nobody.",
  ]);
  assert.ok(!(await box(page, "Fit the page to you").isChecked()), "and the dialog shows that all is declined");
  assert.ok(await said.evaluate((element) => element.getRootNode().activeElement === element), "the focus is not lost with the button");
});

story("Erasing that does not work says so", { server: site, prepare: (context) => context.route("**/rights.js", (route) => route.abort()) }, async ({ page, url }) => {
  await openPage(page, url, { answers: ALL_NO });
  await page.locator("#opener").click();
  await press(page, "Erase everything");
  await press(page, "Yes, erase");
  await until(async () => /did not work/.test(await page.getByRole("status").textContent()));
});
