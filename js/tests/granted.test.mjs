// granted.wasm: what courtesy.wasm calls of it is not there before it is, and nothing calls it then, whatever the page does.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytesOf, openPage } from "./granted-page.mjs";

const demo = JSON.parse(readFileSync(new URL("../../www/courtesy.json", import.meta.url), "utf8"));
const withExternal = structuredClone(demo);
withExternal.consent.external = { source: "tcf", map: { 1: "analytics", 2: "personalization" } };
const YES = { analytics: true, personalization: true };
const never = async () => {
  throw new TypeError("granted.wasm is blocked");
};
const comes = async () => bytesOf("granted.wasm");
const VIEWS = ["consent", "why", "receipts", "google", "recent", "scores", "explain", "slot_names", "decide", "next", "touches", "link", "nothing"];

const choose = (engine, answers) => engine.tell("choose", [answers, { method: "api" }], Date.now());

/** mulberry32, for runs that can be repeated. */
function randomOf(seed) {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Everything that a page can do to its engine. */
function deeds(page, random) {
  const { engine } = page;
  const one = (...of) => of[random(of.length)];
  const answers = () => Object.fromEntries(["analytics", "personalization", "media"].filter(() => random(2)).map((id) => [id, !random(3)]));
  return [
    () => engine.tell("track", [one("Plan Compared", "Demo Requested", 7), one({ topic: "help" }, undefined, { f() {} })], Date.now()),
    () => engine.tell("page", [{ n: 1 }], Date.now()),
    () => engine.tell(one("identify", "group", "alias", "reset"), [one("u", "", 7), one({ plan: "pro" }, "old", undefined)], Date.now()),
    () => engine.attend(random(9_000), random(100)),
    () => choose(engine, one(YES, answers(), answers(), "everything")),
    () => engine.region(one("DE", "US", "US-CA", "JP", null, "nowhere at all")),
    () => engine.erase(),
    () => engine.external(one({ 1: true, 2: true }, { 1: true }, {}, null)),
    () => engine.slot(one("hero", "missing"), one("found", "painted", "viewed", "gone"), one("default", "evaluator"), !random(2)),
    () => VIEWS.forEach((view) => engine.view(view, one("analytics", "evaluate", "hero", ""))),
    () => page.hide(!random(2)),
    () => page.fire("pagehide"),
    () => page.fire("online"),
    () => engine.hook(),
    // Another tab tells of its rows, or of its consent.
    () => page.channel.onmessage?.({ data: one([1, "an id", '1{"event":"A"}', 0], null, "{}") }),
    () => page.fire("pageshow", { persisted: true }),
    () => page.fire("storage", { key: "courtesy.consent" }),
    () => page.kept.set("courtesy.consent", one("{}", "no JSON", page.kept.get("courtesy.consent") ?? "")),
    () => page.ring(),
    () => page.settle(),
  ];
}

test("before granted.wasm is there nothing calls into it, in any order of calls, answers and events", async () => {
  const reached = { asked: 0, allowed: 0 };
  for (let seed = 1; seed <= 120; seed++) {
    const random = randomOf(seed);
    const page = await openPage(seed % 3 ? demo : withExternal, never, seed % 5 ? {} : { "courtesy.visitor": "{}", "courtesy.intent": "{}" });
    page.engine.start(Date.now(), ["", "DE", "US"][random(3)]);
    for (let step = 0; step < 60; step++) {
      const all = deeds(page, random);
      const index = random(all.length);
      await all[index]();
      assert.deepEqual(page.all("trap").map(String), [], `seed ${seed}, step ${step}, deed ${index}`);
    }
    await page.settle();
    assert.ok(!page.posts.includes(demo.events.endpoint), `seed ${seed}: no event is sent`);
    const isAllowed = page.engine.view("consent", "").purposes.analytics;
    // The visitor alone, under a yes: other tabs that hear of it must find one and the same.
    const may = isAllowed ? /consent|receipts|visitor/ : /consent|receipts/;
    assert.deepEqual([...page.kept.keys()].filter((key) => seed % 5 && !may.test(key)), [], `seed ${seed}: nothing else is kept`);
    reached.asked += page.fetched > 0;
    reached.allowed += isAllowed;
  }
  assert.ok(reached.asked > 60 && reached.allowed > 5, `the runs came to where it matters: ${JSON.stringify(reached)}`);
});

test("once it is there the same calls do what they did not before", async () => {
  let sent = 0;
  for (let seed = 1; seed <= 30; seed++) {
    const random = randomOf(seed);
    const page = await openPage(demo, comes);
    page.engine.start(Date.now(), "DE");
    choose(page.engine, YES);
    for (let step = 0; step < 60; step++) {
      const all = deeds(page, random);
      await all[random(all.length)]();
    }
    await page.settle();
    assert.deepEqual(page.all("trap").map(String), [], `seed ${seed}`);
    sent += page.posts.filter((url) => url === demo.events.endpoint).length;
  }
  assert.ok(sent > 5, `${sent} batches`);
});

test("what waited is recorded with its own time as soon as it is there; a visitor of earlier pages has it before the start", async () => {
  const first = await openPage(demo, comes);
  first.engine.start(1_000, "DE");
  first.engine.tell("track", ["Held", {}], Date.now() - 500);
  choose(first.engine, YES);
  assert.deepEqual(first.engine.view("recent", ""), []);
  while (first.all("recorded").length < 2) await first.settle();
  assert.deepEqual(first.all("recorded").map(({ name }) => name), ["Pricing", "Held"]);
  assert.equal(first.fetched, 1);
  const second = await openPage(demo, comes, Object.fromEntries(first.kept));
  second.engine.start(Date.now(), "DE");
  assert.deepEqual([second.all("recorded").length, second.all("want").length, second.fetched], [1, 0, 1]);
});

test("courtesy.wasm has a place for each function of granted.wasm that it calls, empty until then", async () => {
  const module = await WebAssembly.compile(bytesOf("courtesy.wasm"));
  const later = await WebAssembly.compile(bytesOf("granted.wasm"));
  const imports = [module, later].flatMap((one) => WebAssembly.Module.imports(one)).map(({ name }) => [name, () => {}]);
  const { exports } = await WebAssembly.instantiate(module, { a: Object.fromEntries(imports) });
  const table = exports[tableOf(module)];
  assert.ok(table.length > 10);
  for (let index = 0; index < table.length; index++) assert.equal(table.get(index), null);
  await WebAssembly.instantiate(later, { a: Object.fromEntries(imports), b: exports });
  for (let index = 0; index < table.length; index++) assert.equal(typeof table.get(index), "function");
});

test("halves of two builds do not fit each other", async () => {
  const table = tableOf(await WebAssembly.compile(bytesOf("courtesy.wasm")));
  const other = Buffer.from(bytesOf("granted.wasm"));
  other.write("00000000", other.indexOf(table) + 2);
  const page = await openPage(demo, async () => other);
  page.engine.start(Date.now(), "DE");
  choose(page.engine, YES);
  while (!page.all("failed").length) await page.settle();
  assert.deepEqual(page.all("failed").map(({ name, kind }) => [name, kind]), [["LoadError", "invalid"]]);
});

/** The name by which it is exported: two letters, and what the build was made of. */
const tableOf = (module) => WebAssembly.Module.exports(module).find(({ name, kind }) => kind === "table" && name.length > 2).name;
