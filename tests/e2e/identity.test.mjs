/** Who the visitor is, as the site says: on the wire, in the browser's storage, and for every other tab. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, sent } from "./collected.mjs";
import { classified, watchConsole } from "./reports.mjs";
import { answer, track, visit, YES } from "./visitor.mjs";

const wire = (server, name) => sent(server).flat().filter((event) => (event.event ?? event.type) === name);
const visitor = (page) => page.evaluate(() => JSON.parse(localStorage.getItem("courtesy.visitor")));

story("identify, group and alias arrive in Segment's words, and what comes after carries user and group", {}, async ({ page, url, server }) => {
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/"); // Until then what happens waits for its code.
  const kept = await page.evaluate(async () => [
    await window.courtesy.identify("u-17", { plan: "pro" }),
    await window.courtesy.group("g-3", { name: "Harbour" }),
    await window.courtesy.alias("u-17", "old-17"),
  ]);
  assert.ok(kept.every(({ message_id, storage }) => message_id && storage === "indexeddb"));
  await track(page, "After");
  await arrived(server, "After");
  const [identify, group, alias, after] = ["identify", "group", "alias", "After"].map((name) => wire(server, name)[0]);
  assert.deepEqual([identify.userId, identify.traits], ["u-17", { plan: "pro" }]);
  assert.deepEqual([group.groupId, group.traits, group.userId], ["g-3", { name: "Harbour" }, "u-17"]);
  assert.deepEqual([alias.userId, alias.previousId], ["u-17", "old-17"]);
  assert.deepEqual([after.userId, after.context.groupId, after.anonymousId], ["u-17", "g-3", identify.anonymousId]);
});

story("What was said before the engine ran waits in its order, and is what it was when it was said", {}, async ({ page, url, server, context }) => {
  await context.addInitScript(() =>
    document.addEventListener("DOMContentLoaded", () => {
      const traits = { plan: "pro" };
      window.courtesy.identify("u-1", traits);
      traits.plan = "changed";
      window.courtesy.track("As One");
      window.courtesy.reset();
      window.courtesy.track("As Nobody");
    }),
  );
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "As Nobody");
  const [one, nobody, identify] = ["As One", "As Nobody", "identify"].map((name) => wire(server, name)[0]);
  assert.deepEqual(identify.traits, { plan: "pro" });
  assert.deepEqual([one.userId, nobody.userId], ["u-1", undefined]);
  assert.notEqual(one.anonymousId, nobody.anonymousId);
  assert.notEqual(one.context.courtesy.session_id, nobody.context.courtesy.session_id);
});

story("After a reset every tab has the new visitor, and nothing of the user is stored", {}, async ({ page, url, server, newTab }) => {
  await visit(page, url);
  await answer(page, YES);
  await page.evaluate(() => window.courtesy.identify("u-9", { city: "Bonn" }));
  const other = await newTab();
  await visit(other, `${url}/pricing`);
  await track(other, "Known");
  assert.equal((await arrived(server, "Known")).length, 1);
  assert.equal(wire(server, "Known")[0].userId, "u-9");
  await page.evaluate(() => window.courtesy.reset());
  await track(other, "Unknown");
  await arrived(server, "Unknown");
  const [known, unknown] = [wire(server, "Known")[0], wire(server, "Unknown")[0]];
  assert.equal(unknown.userId, undefined);
  assert.notEqual(unknown.anonymousId, known.anonymousId);
  const stored = await visitor(page);
  assert.equal(stored.id, unknown.anonymousId);
  assert.ok(!JSON.stringify(stored).includes("u-9") && !JSON.stringify(stored).includes("Bonn"));
});

story("A tab that was busy meanwhile undoes neither a login nor a logout of another tab", {}, async ({ page, url, server, newTab }) => {
  await visit(page, url);
  await answer(page, YES);
  const other = await newTab();
  await visit(other, `${url}/pricing`);
  await arrived(server, "/pricing");
  /** What the other tab does in a task in which it can hear of nothing. */
  const busy = (name) =>
    other.evaluate((name) => {
      const untilMs = Date.now() + 800;
      while (Date.now() < untilMs);
      courtesy.track(name);
    }, name);
  let ended = busy("Busy At Login");
  await new Promise((done) => setTimeout(done, 250));
  await page.evaluate(() => courtesy.identify("u-17", { plan: "pro" }));
  await ended;
  await track(page, "Logged In");
  await arrived(server, "Logged In");
  assert.equal(wire(server, "Logged In")[0].userId, "u-17");
  ended = busy("Busy At Logout");
  await new Promise((done) => setTimeout(done, 250));
  await page.evaluate(() => courtesy.reset());
  await ended;
  await track(page, "Logged Out");
  await arrived(server, "Logged Out");
  const [before, after] = [wire(server, "Logged In")[0], wire(server, "Logged Out")[0]];
  assert.equal(after.userId, undefined);
  assert.notEqual(after.anonymousId, before.anonymousId);
});

story("Another user on the same browser is another visitor", {}, async ({ page, url, server }) => {
  await visit(page, url);
  await answer(page, YES);
  await page.evaluate(() => (window.courtesy.identify("u-1"), window.courtesy.identify("u-2")));
  await track(page, "After");
  await arrived(server, "After");
  const [first, second] = wire(server, "identify");
  assert.deepEqual([first.userId, second.userId], ["u-1", "u-2"]);
  assert.notEqual(first.anonymousId, second.anonymousId);
});

story("What cannot be an identity is refused with its path, and the page goes on", {}, async ({ page, url, server, context }) => {
  const reports = watchConsole(context);
  await visit(page, url);
  await answer(page, YES);
  // What is refused when it is recorded is told in its order once the code for that is there.
  await arrived(server, "/");
  await page.evaluate(() => {
    const { courtesy } = window;
    const circle = {};
    circle.circle = circle;
    courtesy.identify(17);
    courtesy.identify("");
    courtesy.identify("jane@example.com");
    courtesy.identify("u", circle);
    courtesy.identify("u", "traits");
    courtesy.identify("u", { text: "x".repeat(5_000) });
    courtesy.group(null);
    courtesy.alias("u", 17);
  });
  await track(page, "After");
  await arrived(server, "After");
  const refused = (path, kind) => ({ name: "InputError", kind, path });
  const deep = `traits${".circle".repeat(32)}`;
  assert.deepEqual(classified(await reports()), [
    refused("user_id", "type"),
    refused("user_id", "value"),
    refused("user_id", "value"),
    refused(deep, "value"),
    refused("traits", "type"),
    refused("traits", "value"),
    refused("group_id", "type"),
    refused("previous_id", "type"),
  ]);
  assert.deepEqual(["identify", "group", "alias"].flatMap((name) => wire(server, name)), []);
});
