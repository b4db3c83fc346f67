/** Which words a visitor reads, and that a receipt can prove which. */
import assert from "node:assert/strict";
import { sdkWith } from "./altered-files.mjs";
import { story } from "./browser.mjs";
import { ALL_NO, calls, openPage, pageSite } from "./consent-page.mjs";
import { quiet, until } from "./until.mjs";

const site = { siteDir: pageSite };
const title = (page) => page.locator("courtesy-consent section h2").textContent();
const labels = (page) => page.locator("courtesy-consent section button").allTextContents();
const host = (page) => page.locator("courtesy-consent").evaluate(({ lang, dir }) => ({ lang, dir }));

for (const [tag, lang, dir, words] of [
  ["de", "de", "ltr", ["Alle ablehnen", "Alle annehmen", "Auswählen"]],
  ["pt_br", "pt", "ltr", ["Rejeitar tudo", "Aceitar tudo", "Escolher"]],
  ["zh-Hant-TW", "zh", "ltr", ["全部拒绝", "全部接受", "自行选择"]],
  ["ar-EG", "ar", "rtl", ["رفض الكل", "قبول الكل", "اختيار"]],
  ["en-GB", "en", "ltr", ["Reject all", "Accept all", "Choose"]],
  ["tlh", "en", "ltr", ["Reject all", "Accept all", "Choose"]],
]) {
  story(`A page in ${tag} asks in ${lang}, written ${dir}`, { server: site }, async ({ page, url, server }) => {
    await openPage(page, url, { lang: tag });
    assert.deepEqual(await labels(page), words);
    assert.deepEqual(await host(page), { lang, dir });
    const files = server.requests.map(({ path }) => path).filter((path) => path.includes("/lang/"));
    assert.deepEqual(files, lang === "en" ? [] : [`/courtesy/lang/${lang}.js`], "English is built in, and no other language is loaded");
    assert.deepEqual(await page.evaluate(() => window.violations), [], "no policy is hurt");
  });
}

story("A page that names no language asks in the browser's", { server: site, browser: { locale: "fr-CA" } }, async ({ page, url }) => {
  await openPage(page, url, { lang: "" });
  assert.equal(await title(page), "Vos choix de confidentialité");
});

story("A page whose language is no language at all asks in the browser's too, and can say a date", { server: site, browser: { locale: "fr-CA" } }, async ({ page, url }) => {
  await openPage(page, url, { lang: "not a language", text: { title: "May we?" }, answers: { analytics: false }, now: Date.UTC(2026, 8, 21, 12) });
  assert.deepEqual(await host(page), { lang: "fr-CA", dir: "ltr" });
  await page.getByRole("button", { name: "Choisir" }).click();
  assert.equal(await page.locator("courtesy-consent [part=note]").textContent(), "Vous avez fait ce choix le 21 septembre 2026.");
});

story("Words of a site that names no language win over ours in the language of its pages", { server: site }, async ({ page, url }) => {
  await openPage(page, url, { lang: "de", text: { title: "Dürfen wir?", accept: "Ja zu allem" } });
  assert.equal(await title(page), "Dürfen wir?");
  assert.deepEqual(await labels(page), ["Alle ablehnen", "Ja zu allem", "Auswählen"]);
});

story("Words of a site for a language win over all, ours fill what they leave out, and its general ones come after", { server: site }, async ({ page, url }) => {
  const locales = { DE: { title: "Dürfen wir?", "analytics.title": "Zählen, was gelesen wird", "analytics/counter.description": "Zählt." } };
  await openPage(page, url, { lang: "de-AT", text: { title: "May we?", accept: "Yes", "media.title": "Films" }, locales });
  assert.equal(await title(page), "Dürfen wir?");
  assert.deepEqual(await labels(page), ["Alle ablehnen", "Alle annehmen", "Auswählen"]);
  await page.getByRole("button", { name: "Auswählen" }).click();
  await page.getByRole("checkbox", { name: "Zählen, was gelesen wird" }).waitFor();
  assert.ok(await page.getByRole("checkbox", { name: "Films", exact: true }).first().isVisible());
  await page.getByText("Dienste: 2").click();
  assert.ok(await page.getByText("Zählt.").isVisible());
});

story("A site can bring a language that we do not have, and says which way it runs by its name", { server: site }, async ({ page, url }) => {
  await openPage(page, url, { lang: "ur", locales: { ur: { title: "آپ کی رازداری" } } });
  assert.equal(await title(page), "آپ کی رازداری");
  assert.deepEqual(await host(page), { lang: "ur", dir: "rtl" });
  assert.deepEqual(await labels(page), ["Reject all", "Accept all", "Choose"]);
});

story("Where the words of a language cannot be had, it asks in English and troubles nobody", { server: { ...site, sdkDir: await sdkWith({ "lang/de.js": null }) } }, async ({ page, url }) => {
  const said = [];
  page.on("console", (message) => said.push(`${message.type()} ${message.text().split("\n")[0]}`));
  await openPage(page, url, { lang: "de" });
  assert.deepEqual(await labels(page), ["Reject all", "Accept all", "Choose"]);
  assert.deepEqual(await host(page), { lang: "en", dir: "ltr" });
  await quiet(200);
  assert.ok(said.some((line) => line.startsWith("debug Courtesy: no words for de, English instead.")), said.join("\n"));
});

for (const [mode, words] of [["opt-in", /None of this happens unless you agree/], ["opt-out", /unless you say no/], ["notice", /You can see what it is for, say no/]]) {
  story(`Where the law says ${mode}, banner and dialog say what holds`, { server: site }, async ({ page, url }) => {
    await openPage(page, url, { consent: { mode } });
    assert.match(await page.locator("courtesy-consent section [part=body]").textContent(), words);
    assert.deepEqual(await labels(page), ["Reject all", "Accept all", "Choose"]);
    await page.getByRole("button", { name: "Choose", exact: true }).click();
    assert.match(await page.locator("courtesy-consent dialog p").first().textContent(), words);
  });
}

story("With an answer comes every word that could be read before it, and none that could not", { server: site }, async ({ page, url }) => {
  await openPage(page, url, { text: { title: "  May we?  " } });
  const body = await page.locator("courtesy-consent section [part=body]").textContent();
  await page.getByRole("button", { name: "Accept all" }).click();
  await page.locator("courtesy-consent").waitFor({ state: "detached" });
  assert.deepEqual((await calls(page))[0].shown, { method: "banner", locale: "en", text: ["May we?", body, "Provider: Counting Ltd, Film House", "Reject all", "Accept all", "Choose"].join("\n") });

  await page.locator("#opener").click();
  await page.getByText("Services: 2").click();
  await page.getByRole("button", { name: "Save choice" }).click();
  await page.locator("courtesy-consent").waitFor({ state: "detached" });
  const { method, text } = (await calls(page))[1].shown;
  assert.equal(method, "preferences");
  const lines = text.split("\n");
  assert.equal(lines[0], "Choose for each purpose");
  assert.ok(lines.includes("Counter") && lines.includes("_ct, _ct_*") && lines.includes("Provider: Counting Ltd"), "what was unfolded");
  assert.ok(!lines.includes("Films"), "not what was folded away");
  assert.deepEqual(lines.slice(-3), ["Reject all", "Accept all", "Save choice"]);
  assert.ok(lines.some((line) => /^You chose this on \w+ \d+, \d{4}\.$/.test(line)), text);
});

story("The dialog says when the choice was made, and that the browser sends Global Privacy Control", { server: site }, async ({ page, url }) => {
  await openPage(page, url, { lang: "de", signal: true, answers: ALL_NO, now: Date.UTC(2026, 8, 21, 12), consent: { gpc: "final" } });
  await page.locator("#opener").click();
  const note = await page.locator("courtesy-consent dialog [part=note]").textContent();
  assert.equal(note, "Diese Wahl haben Sie am 21. September 2026 getroffen.\nIhr Browser sendet „Global Privacy Control“. An Ihrem Ort gilt das als Nein, gleich was hier gewählt wird.");
});

const laws = { regions: [{ regions: ["DE"], mode: "opt-in" }, { regions: ["US"], mode: "opt-out" }, { regions: ["JP"], mode: "notice" }] };

story("Banner and dialog that are open say what holds under the law of a region that is set meanwhile", { server: site }, async ({ page, url }) => {
  await openPage(page, url, { consent: laws, text: { body: "OPT IN", body_opt_out: "OPT OUT", body_notice: "NOTICE" } });
  const bodies = () => page.evaluate(() => [...document.querySelector("courtesy-consent").shadowRoot.querySelectorAll("[part=body]")].map((body) => body.textContent).join());
  const set = (region) => page.evaluate((region) => window.client.consent.setRegion(region), region);
  assert.equal(await bodies(), "OPT IN");
  await set("US");
  assert.equal(await bodies(), "OPT OUT");
  await page.evaluate(() => window.show("preferences"));
  await set("JP");
  assert.equal(await bodies(), "NOTICE,NOTICE");
  await page.keyboard.press("Escape");
  // What was read before the answer is what stood there then.
  await page.getByRole("button", { name: "Accept all" }).click();
  await until(async () => (await calls(page)).length === 1);
  assert.match((await calls(page))[0].shown.text, /NOTICE/);
});
