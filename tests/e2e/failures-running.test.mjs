/** Story 5, what fails while it runs: storage, the collector, the engine itself. The page is whole, and one error says why. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, assertWhole, events } from "./collected.mjs";
import { classified, watchConsole } from "./reports.mjs";
import { quiet, until } from "./until.mjs";
import { answer, banner, DEFAULT_TITLE, EVALUATOR_TITLE, evaluate, heroTitle, settled, track, visit, YES } from "./visitor.mjs";

const DENIED = [{ name: "StorageError", kind: "denied" }];
/** The visitor went into Chromium's settings and forbade all sites to keep anything. */
const NOTHING_KEPT = { profile: { default_content_setting_values: { cookies: 2 } } };

story("Storage denied by the visitor's settings: no error before the yes, one after it, and events still arrive", { preferences: NOTHING_KEPT }, async ({ page, url, server, context }) => {
  const reports = watchConsole(context);
  assert.equal(await visit(page, url), "running");
  assert.equal(
    await page.evaluate(() => {
      try {
        return typeof window.localStorage;
      } catch (error) {
        return error.name;
      }
    }),
    "SecurityError",
    "storage is denied indeed",
  );
  await banner(page).waitFor();
  assert.deepEqual(await reports(), []);
  await answer(page, YES);
  await track(page, "In Memory");
  await arrived(server, "In Memory");
  assert.deepEqual(classified(await reports()), DENIED);
  assert.equal(await heroTitle(page), DEFAULT_TITLE);
  await visit(page, `${url}/pricing`);
  await banner(page).waitFor();
  assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
  await assertWhole(server);
});

story("Storage denied to a sandboxed frame: the page in it is whole, with its default", { server: { csp: "none" } }, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  await page.setContent(`<iframe sandbox="allow-scripts" src="${url}/" width="1000" height="700"></iframe>`);
  const frame = await until(() => page.frames().find((frame) => frame.url() === `${url}/`));
  await frame.waitForFunction(() => window.courtesy);
  await frame.evaluate(() => window.courtesy.ready);
  assert.equal(await frame.locator("courtesy-slot[name=hero] h1").textContent(), DEFAULT_TITLE);
  const yes = frame.getByRole("button", { name: YES });
  if (await yes.count()) await yes.click();
  await quiet(500);
  assert.ok((await reports()).length <= 1, JSON.stringify(await reports()));
});

/** How IndexedDB alone may be refused; localStorage stays. */
const REFUSALS = {
  "opening throws": () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
  },
  "there is none": () => {
    Object.defineProperty(window, "indexedDB", { get: () => undefined });
  },
  "a newer database has our name": () => {
    if (location.protocol === "http:") indexedDB.open("courtesy", 7);
  },
  "a database without our store has our name": () => {
    if (location.protocol === "http:") indexedDB.open("courtesy", 1).onsuccess = (event) => event.target.result.close();
  },
};

for (const [how, refuse] of Object.entries(REFUSALS)) {
  story(`IndexedDB refused because ${how}: one error, and events still arrive`, { prepare: (context) => context.addInitScript(refuse) }, async ({ page, url, server, context }) => {
    const reports = watchConsole(context);
    await visit(page, url);
    await answer(page, YES);
    await track(page, "In Memory", { n: 1 });
    await track(page, "In Memory", { n: 2 });
    await arrived(server, "In Memory", 2);
    await quiet(300);
    assert.deepEqual(classified(await reports()), DENIED);
    await evaluate(page, url);
    await visit(page, url);
    assert.equal(await heroTitle(page), EVALUATOR_TITLE);
    await assertWhole(server);
  });
}

story("A full localStorage: one error, and the page goes on", {}, async ({ page, url, server, context }) => {
  const reports = watchConsole(context);
  await page.goto(`${url}/favicon.svg`);
  await page.evaluate(() => {
    for (let size = 1 << 22; size >= 1; size >>= 1) {
      try {
        while (true) localStorage.setItem(`other-${Math.random()}`, "x".repeat(size));
      } catch {
        // Full for this size.
      }
    }
  });
  await visit(page, url);
  await answer(page, YES);
  await track(page, "In Spite");
  await arrived(server, "In Spite");
  const found = await reports();
  assert.equal(found.length, 1);
  assert.equal(found[0].name, "StorageError");
  assert.ok(["denied", "full"].includes(found[0].kind));
});

for (const [how, fault] of [["answers 503", { status: 503 }], ["cuts every connection", { status: 0 }]]) {
  story(`A collector that ${how}: one error a page, however often it is tried`, { server: { collector: fault } }, async ({ page, url, server, context }) => {
    const reports = watchConsole(context);
    await visit(page, url);
    await answer(page, YES);
    await until(() => server.batches.length >= 3, 10_000);
    assert.deepEqual(classified(await reports()), [{ name: "DeliveryError", kind: "unreachable" }]);
    assert.equal(await heroTitle(page), DEFAULT_TITLE);
    assert.ok(server.batches.length < 12, `${server.batches.length} attempts are no storm`);
  });
}

story("A collector that refuses for good: one error, and the events are counted, not tried again", { server: { collector: { status: 403 } } }, async ({ page, url, server, context }) => {
  const reports = watchConsole(context);
  await visit(page, url);
  await answer(page, YES);
  await until(() => server.batches.length === 1 && server.batches[0].status === 403);
  const refused = JSON.parse(server.batches[0].body).batch.length;
  await until(async () => (await reports()).length > 0);
  assert.deepEqual(classified(await reports()), [{ name: "DeliveryError", kind: "refused" }]);
  server.setFault();
  await track(page, "Better Days");
  const [row] = await arrived(server, "Better Days");
  assert.equal(row.context.courtesy.dropped.refused, refused);
});

story("An engine that traps: one error, it is not called again, and the page goes on", { prepare: (context) => context.addInitScript(makeTrappable) }, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  await visit(page, url);
  const calls = await page.evaluate(() => {
    window.engine.isTrapped = true;
    window.courtesy.track("One");
    window.engine.isTrapped = false;
    const before = window.engine.calls;
    window.courtesy.track("Two");
    window.courtesy.consent.set({ analytics: true });
    return [before > 0, window.engine.calls - before, window.courtesy.consent.get(), window.courtesy.events.recent()];
  });
  assert.deepEqual(calls, [true, 0, undefined, []]);
  // It is told from a task of its own: the stack may be full where an engine traps.
  await quiet(300);
  assert.deepEqual(classified(await reports()), [{ name: "InternalError", kind: "trap" }]);
  assert.equal(await heroTitle(page), DEFAULT_TITLE);
});

story("An engine that traps is not called again by whoever rings: timers, other tabs, a page that is left", { prepare: (context) => context.addInitScript(makeTrappable) }, async ({ page, url, server, context }) => {
  const reports = watchConsole(context);
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  const calls = await page.evaluate(() => {
    window.courtesy.track("Never Sent");
    window.engine.isTrapped = true;
    dispatchEvent(new StorageEvent("storage", { key: "courtesy.consent" }));
    window.engine.isTrapped = false;
    return window.engine.calls;
  });
  await quiet(6_000); // Longer than events wait for company.
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide")));
  assert.equal(await page.evaluate(() => window.engine.calls), calls);
  await quiet(300);
  assert.deepEqual(await events(server, "Never Sent"), []);
  assert.deepEqual(classified(await reports()), [{ name: "InternalError", kind: "trap" }]);
});

/** From a switch on, every exported function of the Wasm ends as one does that ran into an `unreachable`. */
function makeTrappable() {
  const engine = (window.engine = { isTrapped: false, calls: 0 });
  const trappable = (run) => (...args) => {
    engine.calls += 1;
    if (engine.isTrapped) throw new WebAssembly.RuntimeError("unreachable");
    return run(...args);
  };
  const instantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...args) => {
    const { module, instance } = await instantiate.apply(WebAssembly, args);
    const exports = Object.entries(instance.exports).map(([name, value]) => [name, typeof value === "function" ? trappable(value) : value]);
    return { module, instance: { exports: Object.fromEntries(exports) } };
  };
}
