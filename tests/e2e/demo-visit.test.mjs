/** The demo shows what led to a visit: its channel, the log of visits, and what a conversion keeps of them for ever. */
import assert from "node:assert/strict";
import { violations, withAxe } from "./axe.mjs";
import { DESKTOP, PHONE, story } from "./browser.mjs";
import { arrived } from "./collected.mjs";
import { until } from "./until.mjs";
import { answer, banner, NO, reopen, visit, YES } from "./visitor.mjs";

const wide = { browser: { viewport: { width: 1440, height: 900 } } };
const part = (page) => page.locator(".panel-part", { has: page.getByRole("heading", { name: "What led you here" }) });
const fact = (page, term) => part(page).locator(`[data-fact="${term}"]`);
const log = (page) => part(page).getByRole("region", { name: "Touch log" });
const rows = (page) => log(page).getByRole("row").evaluateAll((rows) => rows.slice(1).map((row) => [...row.cells].slice(1).map((cell) => cell.textContent).join(", ")));
const conversions = (page) => part(page).locator("[data-conversion]");
const says = (place, text) => until(async () => (await place.textContent()) === text);
/** Follows one of the panel's links, and waits until the visit that it begins is shown. */
async function comeFrom(page, sender, channel) {
  await part(page).getByRole("link", { name: sender, exact: true }).click();
  await says(fact(page, "channel"), channel);
}

const NEWSLETTER = "/?utm_source=tidings&utm_medium=email&utm_campaign=spring-launch";
const ARRIVALS = [
  [NEWSLETTER, {}, ["Email", "tidings / email", "spring-launch"]],
  ["/pricing?gclid=EAIaIQobChMIdemo", {}, ["Paid Search", "google / cpc", "known by its gclid"]],
  ["/", { referer: "https://www.google.com/" }, ["Organic Search", "google / organic", "none"]],
];
for (const [path, options, expected] of ARRIVALS) {
  story(`The panel says what led to the visit: ${expected[0]}`, wide, async ({ page, url }) => {
    await page.goto(url + path, options);
    await answer(page, YES);
    await says(fact(page, "channel"), expected[0]);
    assert.deepEqual(await Promise.all(["channel", "source / medium", "campaign"].map((term) => fact(page, term).textContent())), expected);
    await says(fact(page, "session"), "number 1, view 1");
    await until(async () => /^\d+ recorded on this page, all sent$/.test(await fact(page, "events").textContent()));
    await visit(page, `${url}/docs`);
    await says(fact(page, "session"), "number 1, view 2");
    assert.equal(await fact(page, "channel").textContent(), expected[0]);
    assert.equal((await rows(page)).length, 1);
  });
}

story("Before the answer and after a no nothing of it is shown, and the panel says why", wide, async ({ page, url, server }) => {
  await visit(page, url + NEWSLETTER);
  await banner(page).waitFor();
  await part(page).getByText("Nothing is kept of how you came. Until you answer, it waits in the memory of this page.").waitFor();
  const isSilent = async () => {
    assert.equal(await log(page).count() + (await fact(page, "channel").count()) + (await conversions(page).count()), 0);
    assert.equal(await part(page).getByRole("button").count(), 0);
    assert.doesNotMatch(await part(page).textContent(), /tidings|Email/);
  };
  await isSilent();
  await answer(page, NO);
  await part(page).getByText("Nothing is kept of how you came: you have not allowed it.").waitFor();
  await isSilent();
  assert.deepEqual(server.requests.filter(({ path }) => path.startsWith("/live.json")), []);

  await reopen(page);
  await answer(page, YES);
  await log(page).waitFor();
  await reopen(page);
  await answer(page, NO);
  await part(page).getByText("you have not allowed it").waitFor();
  await isSilent();
});

story("Each link of the panel begins a visit, and the touch log grows: the first and the last are marked", wide, async ({ page, url }) => {
  await visit(page, url);
  await answer(page, YES);
  await says(fact(page, "channel"), "Direct");
  await comeFrom(page, "Newsletter", "Email");
  await comeFrom(page, "Search ad", "Paid Search");
  await comeFrom(page, "ChatGPT", "AI Assistant");
  await comeFrom(page, "Instagram", "Organic Social");
  await says(fact(page, "session"), "number 5, view 1");
  assert.deepEqual(await rows(page), [
    "Direct, (direct) / (none), /",
    "Email, tidings / email, /",
    "Paid Search, google / cpc, /pricing",
    "AI Assistant, chatgpt.com / (not set), /docs",
    "Organic Social, ig / social, /features",
  ]);
  const marks = await log(page).getByRole("row").evaluateAll((rows) => rows.slice(1).map((row) => row.querySelector(".panel-tag")?.textContent));
  assert.deepEqual(marks, ["first", undefined, undefined, undefined, "last"]);
});

story("What a conversion says of what led to it stays when a later campaign comes, in the panel and on the live page", wide, async ({ page, url, server }) => {
  await visit(page, url + NEWSLETTER);
  await answer(page, YES);
  await part(page).getByRole("button", { name: "Ask for a demo" }).click();
  await conversions(page).first().waitFor();
  const text = () => conversions(page).first().locator("dl").textContent();
  const before = await text();
  assert.equal(before, "FirstEmail, tidings / emailLastEmail, tidings / emailTouchesEmail");
  await comeFrom(page, "Search ad", "Paid Search");
  await conversions(page).first().waitFor();
  assert.equal(await text(), before);
  await part(page).getByRole("button", { name: "Ask for a demo" }).click();
  await conversions(page).nth(1).waitFor();
  // The newest first.
  assert.match(await text(), /LastPaid Search, google \/ cpcTouchesEmail → Paid Search$/);
  assert.equal(await conversions(page).nth(1).locator("dl").textContent(), before);
  const [first] = await arrived(server, "Demo Requested", 2);
  assert.equal(first.context.courtesy.violation, undefined);

  await page.goto(`${url}/live`);
  const lines = page.locator("tr.event", { hasText: "Demo Requested" });
  await lines.nth(1).waitFor();
  assert.deepEqual(await lines.locator("td.channel").allTextContents(), ["Paid Search", "Email"]);
  await lines.first().getByRole("button").click();
  const frozen = page.getByRole("region", { name: "What led to this conversion" });
  assert.deepEqual(await frozen.locator("tbody td:nth-child(2)").allTextContents(), ["Email", "Paid Search"]);
});

story("The panel says who is known, and after a reset nobody is, and nothing of the visits before", wide, async ({ page, url }) => {
  await visit(page, url + NEWSLETTER);
  await answer(page, YES);
  await says(fact(page, "user"), "not known");
  await part(page).getByRole("button", { name: "Identify as harbour-17" }).click();
  await says(fact(page, "user"), "harbour-17");
  await comeFrom(page, "ChatGPT", "AI Assistant");
  await part(page).getByRole("button", { name: "Reset" }).click();
  await part(page).getByText("Nothing yet.").waitFor();
  await visit(page, `${url}/pricing`);
  await says(fact(page, "user"), "not known");
  assert.equal((await rows(page)).length, 1);
});

for (const colorScheme of ["light", "dark"]) {
  for (const [device, viewport] of [["desktop", DESKTOP], ["phone", PHONE]]) {
    const options = { browser: { viewport, colorScheme, reducedMotion: "reduce" }, prepare: withAxe };
    story(`axe finds nothing where a visit and its conversion are shown: ${device}, ${colorScheme}`, options, async ({ page, url }) => {
      await visit(page, url + NEWSLETTER);
      await answer(page, YES);
      const handle = page.getByRole("button", { name: "What Courtesy knows" });
      if (await handle.isVisible()) await handle.click();
      await part(page).getByRole("button", { name: "Ask for a demo" }).click();
      await conversions(page).first().waitFor();
      assert.deepEqual(await violations(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out sideways");
      await page.goto(`${url}/live`);
      await page.getByRole("button", { name: "Demo Requested" }).click();
      await page.getByRole("region", { name: "What led to this conversion" }).waitFor();
      assert.deepEqual(await violations(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out sideways");
    });
  }
}
