/** The demo shows all of the consent room: places and their laws, receipts, what waits behind the gate, and the visitor's rights. */
import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { readFile } from "node:fs/promises";
import { violations, withAxe } from "./axe.mjs";
import { DESKTOP, PHONE, story } from "./browser.mjs";
import { kept, NOTHING } from "./device.mjs";
import { until } from "./until.mjs";
import { allowed, answer, banner, NO, reopen, visit, YES } from "./visitor.mjs";

const WIDE = { width: 1440, height: 900 };
const wide = { browser: { viewport: WIDE, timezoneId: "Europe/Berlin" } };
const part = (page, title) => page.locator(".panel-part", { has: page.getByRole("heading", { name: title }) });
const law = (page) => page.locator(".panel-law");
const place = (page) => page.getByLabel("The law depends on the place.");
const item = (page, id) => page.locator(`.panel [data-purpose="${id}"]`);
const receipts = (page) => page.locator(".panel [data-receipt]");
const placeholders = (page) => page.locator("courtesy-placeholder");
const text = async (locator) => (await locator.textContent()).replaceAll(/\s+/g, " ");
/** What was downloaded, as JSON, and under which name. */
async function downloaded(page, press) {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return { name: download.suggestedFilename(), data: JSON.parse(await readFile(await download.path(), "utf8")) };
}

story("Another place is another law: the panel says which, the purposes follow, and a reload and a link keep the place", wide, async ({ page, url }) => {
  await visit(page, url);
  await banner(page).waitFor();
  assert.match(await text(law(page)), /^In Germany, by your browser’s clock: nothing is allowed before you say yes/);
  assert.equal(await item(page, "analytics").getAttribute("data-allowed"), "false");

  await place(page).selectOption("California");
  assert.match(await text(law(page)), /^In California, as you say: everything is allowed until you say no/);
  assert.match(await text(part(page, "Where you are")), /Global Privacy Control is final: no yes overrules it/);
  for (const id of ["analytics", "personalization", "media", "media/tides", "marketing/almanac"]) {
    assert.equal(await item(page, id).getAttribute("data-allowed"), "true", id);
  }
  assert.match(await text(item(page, "media/tides")), /where you are it is allowed until you decline it/);
  // The question that was open says so too.
  await page.getByText(/^Four things, unless you say no/).waitFor();
  assert.equal(await page.locator("courtesy-consent").count(), 1);

  assert.equal(new URL(page.url()).search, "?region=US-CA");
  await page.reload();
  await allowed(page, "analytics");
  assert.match(await text(law(page)), /^In California/);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Features" }).click();
  await page.waitForURL("**/features?region=US-CA");
  await law(page).waitFor();
  assert.match(await text(law(page)), /^In California/);
  await page.getByRole("link", { name: "See how it works" }).click();
  await page.waitForURL("**/features?region=US-CA#tides");

  await place(page).selectOption("New York");
  assert.match(await text(part(page, "Where you are")), /In New York.*counts as a no, until you say yes yourself/);
  await place(page).selectOption("Japan");
  assert.match(await text(law(page)), /you are to be told \(notice\)/);
  await place(page).selectOption("Unknown");
  assert.match(await text(law(page)), /the site’s own default holds: nothing is allowed before you say yes/);
  await allowed(page, "analytics", false);
  await place(page).selectOption("As detected");
  assert.match(await text(law(page)), /^In Germany/);
  assert.equal(new URL(page.url()).search, "");
  assert.deepEqual(Object.keys((await kept(page)).session), []);
});

const unlocated = { browser: { viewport: WIDE, timezoneId: "UTC" } };
story("Where nobody knows the place, the panel says that the strictest of all rules holds", unlocated, async ({ page, url }) => {
  await visit(page, url);
  assert.match(await text(law(page)), /^Nobody knows where you are, so the strictest of all rules holds: nothing is allowed/);
  assert.match(await text(part(page, "Where you are")), /is final/);
});

story("Each answer has a receipt in the panel: what, how, under which law, behind which, and signed by the server's key", wide, async ({ page, url }) => {
  await visit(page, url);
  assert.match(await text(part(page, "What you can prove")), /No receipt/);
  await answer(page, NO);
  await reopen(page);
  await answer(page, YES);
  await page.locator(".panel [data-receipt][data-signed=true]").nth(1).waitFor();
  const [newest, first] = await Promise.all([0, 1].map((index) => text(receipts(page).nth(index))));
  assert.match(newest, /^Yes to all.*Bybanner, enLawopt-in, DE/);
  assert.match(first, /^No to all.*Chainthe first one/);

  const kept = await page.evaluate(() => window.courtesy.consent.receipts());
  assert.match(newest, new RegExp(`Id${kept[1].id.slice(0, 12)}Chainfollows ${kept[0].id.slice(0, 8)}Signedby the server`));
  const { key_id, public_key } = await (await fetch(`${url}/v1/receipts/key`)).json();
  for (const { id, countersignature } of kept) {
    const key = createPublicKey({ key: public_key, format: "jwk" });
    const signed = Buffer.from(`${id}.${countersignature.signed_at_ms}`);
    assert.ok(verify(null, signed, key, Buffer.from(countersignature.signature, "base64url")));
    assert.equal(countersignature.key_id, key_id);
  }
  const { name, data } = await downloaded(page, () => page.getByRole("button", { name: "Download receipts" }).click());
  assert.equal(name, "quaybook-receipts.json");
  assert.deepEqual(data, kept);
  assert.match(await text(part(page, "What you can prove")), /verify_receipt receipts\.json/);
});

story("The tide table is a placeholder, comes after “always”, and goes after a withdrawal; the film stays out", wide, async ({ page, url, server }) => {
  await visit(page, `${url}/features`);
  await answer(page, NO);
  await placeholders(page).nth(1).waitFor();
  assert.equal(server.requests.filter(({ path }) => path.startsWith("/partner/")).length, 0);
  await placeholders(page).first().getByRole("button", { name: "Always show it" }).click();
  await page.frameLocator("iframe[data-courtesy='media/tides']").getByRole("heading", { name: "Port Carrow" }).waitFor();
  assert.equal(await placeholders(page).count(), 1);
  assert.equal(await item(page, "media/tides").getAttribute("data-allowed"), "true");
  assert.equal(await item(page, "media/film").getAttribute("data-allowed"), "false");
  const last = await page.evaluate(() => window.courtesy.consent.receipt());
  assert.deepEqual([last.method, last.granted], ["placeholder", ["media/tides"]]);

  await reopen(page);
  await answer(page, NO);
  await until(async () => (await placeholders(page).count()) === 2);
  assert.equal(page.frames().filter((frame) => frame.url().includes("/partner/")).length, 0);
});

story("The almanac's script runs after a yes and sets its cookies, and a withdrawal takes them away and says so", wide, async ({ page, url, context }) => {
  await visit(page, `${url}/features`);
  const said = page.locator("[data-almanac]");
  assert.match(await text(said), /has not run/);
  await answer(page, YES);
  await page.getByText("The almanac’s script ran and set _almanac and _almanac_page.").waitFor();
  assert.deepEqual((await context.cookies()).map(({ name }) => name).sort(), ["_almanac", "_almanac_page"]);
  await reopen(page);
  await answer(page, NO);
  await page.getByText("Its cookies are gone again: _almanac and _almanac_page.").waitFor();
  assert.deepEqual(await context.cookies(), []);
});

story("The panel shows what Google's tags would be told, before and after the answer, and no script of Google's is loaded", wide, async ({ page, url }) => {
  const foreign = [];
  page.on("request", (request) => new URL(request.url()).origin === url || foreign.push(request.url()));
  await visit(page, url);
  const word = (signal) => page.locator(`.panel [data-signal="${signal}"]`).getAttribute("data-word");
  await page.locator(".panel [data-signal]").nth(6).waitFor();
  assert.equal(await page.locator(".panel [data-signal]").count(), 7);
  assert.deepEqual([await word("ad_storage"), await word("analytics_storage"), await word("security_storage")], ["denied", "denied", "granted"]);
  await page.getByText("Choose for each purpose").click();
  await page.getByRole("checkbox", { name: "Count what is read" }).check();
  await answer(page, "Only what I ticked");
  await until(async () => (await word("analytics_storage")) === "granted");
  assert.deepEqual([await word("ad_storage"), await word("ad_user_data"), await word("personalization_storage")], ["denied", "denied", "denied"]);
  assert.deepEqual(foreign, []);
});

story("In the page about privacy the visitor downloads everything, has it erased, and is told what went and what stays", wide, async ({ page, url, context }) => {
  await visit(page, `${url}/features`);
  await answer(page, YES);
  await until(async () => (await context.cookies()).length === 2);
  await visit(page, `${url}/privacy`);
  const { name, data } = await downloaded(page, () => page.getByRole("button", { name: "Download my data" }).click());
  assert.equal(name, "quaybook-my-data.json");
  assert.deepEqual(Object.keys(data).sort(), ["consent", "engine", "exported_at_ms", "receipts", "stored", "why"]);
  assert.ok(data.stored.local["courtesy.visitor"] && data.why.some(({ purpose }) => purpose === "marketing/almanac"));

  await page.getByRole("button", { name: "Erase everything" }).click();
  await page.getByRole("button", { name: "Leave it as it is" }).click();
  assert.ok((await kept(page)).local["courtesy.visitor"], "a question is no act");
  await page.getByRole("button", { name: "Erase everything" }).click();
  await page.getByRole("button", { name: "Yes, erase it all" }).click();
  const report = page.locator("#rights dl");
  await report.getByText(/_almanac_page/).waitFor();
  assert.match(await text(report), /^Erased.*courtesy\.visitor.*LeftnothingKeptcourtesy\.consent, courtesy\.receipts/);
  const { local, ...rest } = await kept(page);
  assert.deepEqual({ ...rest, local: {} }, NOTHING);
  assert.deepEqual(Object.keys(local).sort(), ["courtesy.consent", "courtesy.receipts"]);
  assert.equal(await receipts(page).first().getAttribute("data-outcome"), "erased");
});

story("A page in German asks in German, in the site's own words", wide, async ({ page, url, context }) => {
  await context.addInitScript(() => document.addEventListener("DOMContentLoaded", () => (document.documentElement.lang = "de")));
  await visit(page, url);
  await page.getByRole("button", { name: "Ja zu allem" }).waitFor();
  await page.getByRole("button", { name: "Für jeden Zweck entscheiden" }).click();
  await page.getByRole("checkbox", { name: "Zählen, was gelesen wird" }).waitFor();
  await page.getByText("Dienste: 2").waitFor();
});

story("From the footer banner and details can be opened; without our script there is no button that does nothing, and no error", wide, async ({ page, url, context }) => {
  await visit(page, `${url}/docs`);
  await answer(page, NO);
  await page.locator("footer").getByRole("button", { name: "Details and your data" }).click();
  await page.getByRole("dialog", { name: "Choose for each purpose" }).waitFor();
  await page.keyboard.press("Escape");

  await context.route("**/courtesy.js", (route) => route.abort());
  for (const path of ["/", "/features", "/privacy"]) {
    await page.goto(url + path);
    await page.getByText("Nothing. Its script did not reach this page").waitFor({ state: "attached" });
    assert.equal(await page.locator("[data-courtesy-open]:visible, iframe:visible").count(), 0);
  }
  assert.ok(await page.locator("[data-erase]").isHidden());
});

// The page with the gate first: there the question is still open, and the guests are out.
const PATHS = ["/features", "/", "/pricing", "/docs", "/docs/tides-look-wrong", "/contact", "/privacy", "/partner/privacy"];
for (const colorScheme of ["light", "dark"]) {
  for (const [device, viewport] of [["desktop", DESKTOP], ["phone", PHONE]]) {
    const options = { browser: { viewport, colorScheme, reducedMotion: "reduce" }, prepare: withAxe };
    story(`axe finds nothing on any page, with the panel open and shut, before and after a yes: ${device}, ${colorScheme}`, options, async ({ page, url }) => {
      for (const path of PATHS) {
        await page.goto(url + path);
        const isOurs = !path.startsWith("/partner");
        if (isOurs) await page.evaluate(() => window.courtesy.ready);
        if (path === "/features") await placeholders(page).nth(1).waitFor();
        assert.deepEqual(await violations(page), [], path);
        if (!isOurs) continue;
        if (path === "/features") {
          await answer(page, YES);
          await page.frameLocator("iframe[data-courtesy='media/tides']").getByRole("heading").waitFor();
        }
        const handle = page.getByRole("button", { name: "What Courtesy knows" });
        if (await handle.isVisible()) await handle.click();
        else await page.getByRole("button", { name: "Close the panel" }).click();
        await page.locator(".panel [data-receipt]").first().waitFor({ state: "attached" });
        assert.deepEqual(await violations(page), [], `${path}, panel changed`);
      }
    });
  }
}

story("At 320 pixels nothing sticks out sideways on any page, with what is behind the gate shown or not", { browser: { viewport: { width: 320, height: 640 } } }, async ({ page, url }) => {
  for (const consent of [NO, YES]) {
    for (const path of PATHS) {
      await page.goto(url + path);
      if (await page.evaluate(() => window.courtesy?.ready)) {
        if (path === "/features") {
          if (consent === YES) await reopen(page);
          await answer(page, consent);
        }
        if (path === "/features" && consent === YES) await page.frameLocator("iframe[data-courtesy='media/tides']").getByRole("heading").waitFor();
      }
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} after “${consent}”`);
    }
  }
});
