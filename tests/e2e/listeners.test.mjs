/** The page's own code, called by us: it may throw, call back, go away, and never hurts the others. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, assertWhole, events } from "./collected.mjs";
import { npmSite, openNpmPage, withClient } from "./npm-page.mjs";
import { quiet, until } from "./until.mjs";

const server = { siteDir: await npmSite() };

story("A listener that throws stops neither the others nor the event", { server }, async ({ page, url, server, uncaught }) => {
  await withClient(page, url);
  await page.evaluate(() => {
    window.heard = [];
    const { client, heard } = window;
    const loud = (what) => () => {
      throw new Error(what);
    };
    client.events.onRecord(loud("first"));
    client.events.onRecord((event) => heard.push(event.name));
    client.events.onRecord(loud("third"));
    client.consent.onChange(loud("consent"));
    client.intent.onChange(loud("intent"));
    client.slots.onDecision(loud("slots"));
    client.track("Heard");
    client.track("Heard Again");
  });
  await arrived(server, "Heard Again");
  assert.deepEqual(await page.evaluate(() => window.heard), ["Heard", "Heard Again"]);
  assert.deepEqual(await page.evaluate(() => window.reports), []);
  await quiet(100);
  // The page's errors go where a page's errors go.
  const messages = uncaught.splice(0).map(({ message }) => message);
  assert.deepEqual(messages.filter((message) => message === "first").length, 2);
  assert.ok(messages.includes("consent"));
  await assertWhole(server);
});

story("A listener may call back into the client: track, page, consent, and every view", { server }, async ({ page, url, server }) => {
  await withClient(page, url);
  await page.evaluate(() => {
    const { client } = window;
    window.views = [];
    client.events.onRecord((event) => {
      if (event.name !== "Outer") return;
      client.track("Inner", { of: event.message_id });
      window.views.push(client.consent.get().purposes.analytics, client.events.recent().at(-1).name, client.intent.scores().evaluate >= 0);
      window.views.push(client.slots.decide("hero").slot, client.consent.why("analytics").allowed);
    });
    client.track("Outer");
    client.track("After");
  });
  await arrived(server, "After");
  const [outer, inner, after] = await page.evaluate(() => window.client.events.recent().slice(-3));
  assert.deepEqual([outer.name, inner.name, after.name], ["Outer", "Inner", "After"]);
  assert.equal(inner.properties.of, outer.message_id);
  assert.deepEqual(await page.evaluate(() => window.views), [true, "Inner", true, "hero", true]);
  await assertWhole(server);
});

/** What calls without end, once an event sets it off. */
const ENDLESS = [
  ["a listener that tracks", () => client.events.onRecord(() => client.track("Inner"))],
  ["a listener that tracks twice", () => client.events.onRecord(() => (client.track("Inner"), client.track("Inner")))],
  ["a hook that tracks", () => client.events.use(() => void client.track("Inner"))],
  ["a listener that answers anew", () => client.events.onRecord(() => client.consent.onChange(({ purposes }) => client.consent.set({ analytics: true, personalization: !purposes.personalization })))],
];

for (const [what, begin] of ENDLESS) {
  story(`Whoever calls without end is told so, and everything else goes on: ${what}`, { server }, async ({ page, url, server, uncaught }) => {
    await withClient(page, url);
    const before = await page.evaluate(async (begin) => {
      eval(`(${begin})`)();
      const kept = client.track("Outer");
      const seen = window.reports.length;
      await kept;
      return seen;
    }, begin.toString());
    assert.equal(before, 0, "it is told from a task of its own");
    const reports = await until(async () => {
      const reports = await page.evaluate(() => window.reports);
      return reports.length > 0 && reports;
    });
    assert.deepEqual(reports.map(({ name, kind }) => [name, kind]), [["InputError", "value"]]);
    await arrived(server, "Outer");
    const { open } = await page.evaluate(async () => {
      const { storage } = await client.track("After");
      return { open: storage === "indexeddb" && client.consent.get().purposes.analytics };
    });
    assert.equal(open, true);
    await arrived(server, "After");
    assert.deepEqual(uncaught, []);
    await assertWhole(server);
  });
}

story("A listener that takes the yes back while events are told leaves nothing behind", { server }, async ({ page, url, server }) => {
  await withClient(page, url);
  await arrived(server, "/npm");
  await page.evaluate(() => {
    const { client } = window;
    client.events.onRecord(() => client.consent.set({ analytics: false, personalization: false }));
    client.track("Last");
    client.track("Too Late");
  });
  await until(async () => (await page.evaluate(async () => (await indexedDB.databases()).length)) === 0);
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).sort()), ["courtesy.consent", "courtesy.receipts"]);
  await page.goto(`${url}/favicon.svg`);
  await quiet(500);
  assert.deepEqual(await events(server, "Too Late"), []);
});

story("A listener hears no more once it is taken away, and one that is added late learns the present state", { server }, async ({ page, url }) => {
  await withClient(page, url);
  const heard = await page.evaluate(() => {
    const { client } = window;
    const heard = { gone: 0, once: 0, late: [] };
    const stop = client.events.onRecord(() => (heard.gone += 1));
    stop();
    stop();
    const stopAtOnce = client.events.onRecord(() => {
      heard.once += 1;
      stopAtOnce();
    });
    client.consent.onChange((consent) => heard.late.push(consent.purposes.analytics));
    client.track("A");
    client.track("B");
    return heard;
  });
  assert.deepEqual(heard, { gone: 0, once: 1, late: [true] });
});

story("Listeners added before the engine runs hear everything from the start", { server }, async ({ page, url }) => {
  await openNpmPage(page, url);
  const heard = await page.evaluate(async () => {
    const heard = [];
    const made = window.make();
    const { client } = window;
    client.consent.onChange(({ ask, purposes }) => heard.push(`consent ${ask} ${purposes.analytics}`));
    client.events.onRecord((event) => heard.push(`event ${event.type} ${event.name}`));
    client.slots.onDecision(({ slot, reason }) => heard.push(`slot ${slot} ${reason}`));
    client.track("Early");
    client.consent.set({ analytics: true, personalization: false, media: false, marketing: false });
    await made;
    // What records comes after the yes.
    while (!heard.includes("event track Early")) await new Promise((done) => setTimeout(done, 10));
    return heard;
  });
  assert.deepEqual(heard.filter((told) => !told.startsWith("slot")).slice(0, 4), ["consent true false", "consent false true", "event page By the npm door", "event track Early"]);
  assert.ok(heard.includes("slot hero consent"), heard.join("\n"));
});
