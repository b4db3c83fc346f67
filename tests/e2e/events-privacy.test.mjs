/** What is recorded of whom: declared parameters, nothing personal, programs marked or left out, samples, and the mode without storage. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, events, sent } from "./collected.mjs";
import { demoConfig } from "./demo-config.mjs";
import { kept } from "./device.mjs";
import { quiet } from "./until.mjs";
import { allowed, answer, track, visit, YES } from "./visitor.mjs";

const site = (change, browser) => ({ server: { config: demoConfig(({ events }) => Object.assign(events, change)) }, browser });
const wire = (server, name) => sent(server).flat().filter((event) => (event.event ?? event.type) === name);
const PERSON = { userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36" };
const PROGRAM = { userAgent: "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" };

story("Of an address only declared parameters leave, and nothing that says who somebody is", site({ privacy: { query: ["page", "q"] } }), async ({ page, url, server }) => {
  await visit(page, `${url}/pricing?token=secret-1&page=2&q=jane%40example.com&utm_content=jane@example.com#secret-2`);
  await answer(page, YES);
  await track(page, "Asked by jane@example.com", { phone: "+49 30 1234567", deep: [{ card: "4111 1111 1111 1111" }], order: "A-1234" });
  await page.evaluate(() => window.courtesy.identify("u-1", { email: "jane@example.com" }));
  await arrived(server, "Asked by [email]");
  await arrived(server);
  const [view] = wire(server, "page");
  assert.equal(view.context.page.search, "?page=2&q=[email]");
  assert.ok(view.context.page.url.endsWith("/pricing?page=2&q=[email]"));
  assert.equal(view.context.campaign.content, "[email]");
  assert.deepEqual(wire(server, "Asked by [email]")[0].properties, { phone: "[phone]", deep: [{ card: "[card]" }], order: "A-1234" });
  await quiet(600);
  const everything = JSON.stringify(sent(server)) + JSON.stringify((await kept(page)).local);
  for (const secret of ["jane", "secret-", "1234567", "4111"]) assert.ok(!everything.includes(secret), `${secret} neither left nor stayed`);
});

story("A program that says what it is is marked", site({}, PROGRAM), async ({ page, url, server }) => {
  await visit(page, url);
  await page.evaluate(() => window.courtesy.consent.set({ analytics: true }));
  await arrived(server, "/");
  assert.equal(wire(server, "page")[0].context.courtesy.bot, true);
});

story("A person is not", site({}, PERSON), async ({ page, url, server }) => {
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  assert.equal(wire(server, "page")[0].context.courtesy.bot, undefined);
});

story("Where programs are left out nothing of theirs is stored or sent, yes or no", site({ privacy: { bots: "drop" } }, PROGRAM), async ({ page, url, server }) => {
  await visit(page, url);
  await page.evaluate(() => window.courtesy.consent.set({ analytics: true }));
  await allowed(page, "analytics");
  await track(page, "Crawled");
  await quiet(800);
  assert.deepEqual(await events(server), []);
  assert.equal((await kept(page)).local["courtesy.visitor"], undefined);
});

story("Who is not in the sample is recorded on no page and in no tab", site({ sample: 0 }), async ({ page, url, server, newTab }) => {
  await visit(page, url);
  await answer(page, YES);
  await track(page, "One");
  await visit(page, `${url}/pricing`);
  const other = await newTab();
  await visit(other, url);
  await track(other, "Two");
  await quiet(800);
  assert.deepEqual(await events(server), []);
  assert.deepEqual(await page.evaluate(() => window.courtesy.events.recent()), []);
});

story("Without cookies: events arrive, nothing is stored, and the next page is another visitor", site({ cookieless: true }), async ({ page, url, server }) => {
  await visit(page, url);
  await page.evaluate(() => window.courtesy.consent.set({ analytics: true }));
  await allowed(page, "analytics");
  const where = await page.evaluate(() => window.courtesy.track("Here"));
  assert.equal(where.storage, "memory");
  await arrived(server, "Here");
  await visit(page, `${url}/pricing`);
  await track(page, "There");
  await arrived(server, "There");
  const [here, there] = [wire(server, "Here")[0], wire(server, "There")[0]];
  assert.notEqual(here.anonymousId, there.anonymousId);
  const { local, databases, session } = await kept(page);
  assert.deepEqual(Object.keys(local).sort(), ["courtesy.consent", "courtesy.receipts"], "the answer itself, and its receipt");
  assert.deepEqual([databases, session], [[], {}]);
});
