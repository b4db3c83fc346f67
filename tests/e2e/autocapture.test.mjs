/** Autocapture with the engine: switched on by the config, after the yes, and with what the engine makes of it. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived, assertWhole, events } from "./collected.mjs";
import { demoConfig } from "./demo-config.mjs";
import { until } from "./until.mjs";
import { answer, NO, visit, YES } from "./visitor.mjs";

const captures = (autocapture) => ({ server: { config: demoConfig((config) => Object.assign(config.events, { autocapture })) } });

const views = async (server) => (await events(server)).filter(({ type }) => type === "page").map(({ path }) => path);
/** autocapture.js comes by itself, some time after the yes. */
async function listens(page) {
  await page.waitForFunction(() => performance.getEntriesByName(new URL("/courtesy/autocapture.js", location).href).length > 0);
  await page.waitForTimeout(100);
}

story("What a visitor does is recorded after the yes, and the next view tells how the one before was read", captures(true), async (stage) => {
  const { page, server, url } = stage;
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await visit(page, url);
  assert.ok(!asked.some((path) => path.endsWith("/autocapture.js")), "nothing watches before the yes");
  await answer(page, YES);
  await arrived(server, "/");
  await page.waitForFunction(() => performance.getEntriesByName(new URL("/courtesy/autocapture.js", location).href).length > 0);
  await page.mouse.wheel(0, 600);
  await page.waitForTimeout(1_200);
  await page.locator("main a[href='/pricing'], header a[href='/pricing']").first().click();
  await arrived(server, "/pricing");
  const [clicked] = await arrived(server, "Element Clicked");
  assert.equal(clicked.properties.tag, "a");
  const [engaged] = await arrived(server, "Page Engaged");
  assert.ok(engaged.properties.engaged_ms >= 1_000);
  const [pricing] = await events(server, "/pricing");
  assert.equal(pricing.properties.previous_path, "/");
  assert.ok(pricing.properties.previous_engaged_ms >= 1_000, JSON.stringify(pricing.properties));
  assert.ok(pricing.properties.previous_scroll_percent > 0);
  await assertWhole(server);
});

story("A view of a single-page site is a view; what is switched off is not captured", captures({ clicks: false, vitals: false }), async (stage) => {
  const { page, server, url } = stage;
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  await page.waitForFunction(() => performance.getEntriesByName(new URL("/courtesy/autocapture.js", location).href).length > 0);
  await page.waitForTimeout(100);
  await page.evaluate(() => {
    history.replaceState(null, "", "/?tab=2");
    history.pushState(null, "", "/single");
    document.title = "A Single Page";
  });
  const [single] = await arrived(server, "/single");
  assert.equal(single.name, "A Single Page");
  await page.locator("h1").first().click();
  assert.equal((await events(server)).filter(({ type }) => type === "page").length, 2);
  assert.equal((await events(server, "Element Clicked")).length, 0);
});

/** Browsers as they were until lately have no Navigation API; an element may bear its name. */
const withoutNavigation = (context) =>
  context.addInitScript(() => {
    delete window.navigation;
    const name = () => document.body.append(Object.assign(document.createElement("nav"), { id: "navigation" }));
    // Of two the window has a list.
    for (const each of [name, name]) document.addEventListener("readystatechange", each, { once: true });
  });
for (const [browser, prepare] of [["the Navigation API", undefined], ["the history alone", withoutNavigation]]) {
  story(`With ${browser}: a step before the yes is a view when it comes, and a replaced address is none`, { ...captures({ vitals: false }), prepare }, async (stage) => {
    const { page, server, url } = stage;
    await visit(page, `${url}/?utm_source=news`);
    await page.evaluate(() => history.replaceState(null, "", "/?clean"));
    await answer(page, YES);
    await arrived(server, "/");
    await listens(page);
    assert.deepEqual(await views(server), ["/"]);

    await page.goto(`${url}/pricing`);
    await page.evaluate(() => window.courtesy.consent.set({ analytics: false }));
    await visit(page, `${url}/docs`);
    await page.evaluate(() => {
      history.pushState(null, "", "/docs/passed-by");
      history.pushState(null, "", "/docs/deep?term=1");
      document.title = "Deep";
    });
    await page.evaluate(() => window.courtesy.consent.set({ analytics: true }));
    const [deep] = await arrived(server, "/docs/deep");
    assert.equal(deep.name, "Deep");
    await listens(page);
    await page.evaluate(() => history.pushState(null, "", "/docs/deeper"));
    await arrived(server, "/docs/deeper");
    assert.deepEqual((await views(server)).filter((path) => path.startsWith("/docs/")), ["/docs/deep", "/docs/deeper"]);
    await assertWhole(server);
  });
}

/** What listens at the window, as autocapture does (Playwright listens as well, not passively), and what stands for the history's methods. */
async function holds(page) {
  const devtools = await page.context().newCDPSession(page);
  const { result } = await devtools.send("Runtime.evaluate", { expression: "window" });
  const { listeners } = await devtools.send("DOMDebugger.getEventListeners", { objectId: result.objectId });
  await devtools.detach();
  const natives = await page.evaluate(() => [history.pushState, history.replaceState].map((method) => `${method}`));
  const ours = listeners.filter(({ type, passive }) => passive || type === "pageshow").map(({ type }) => type);
  return [...ours.sort(), ...natives];
}

for (const [browser, prepare] of [["the Navigation API", undefined], ["the history alone", withoutNavigation]]) {
  story(`With ${browser}: after a no nothing listens any more, and after another yes everything does, once`, { ...captures({ vitals: false }), prepare }, async (stage) => {
    const { page, server, url } = stage;
    const say = async (yes) => {
      await page.evaluate(() => window.courtesy.consent.open());
      await answer(page, yes ? YES : NO);
    };
    const press = (selector) => page.locator(selector).first().click();
    await visit(page, `${url}/?q=oars`);
    const before = await holds(page);
    await answer(page, YES);
    await arrived(server, "Site Searched");
    await listens(page);
    const during = await holds(page);
    assert.ok(during.length > before.length + 10, "it listens");

    // All of this waits to be told, and is not.
    await page.evaluate(() => {
      const rejected = Promise.reject(new Error("of the page"));
      rejected.catch(() => {});
      dispatchEvent(new PromiseRejectionEvent("unhandledrejection", { promise: rejected, reason: "of the page" }));
      scrollTo(0, 900);
      history.pushState(null, "", "/waits");
      return window.courtesy.consent.set({ analytics: false });
    });
    assert.deepEqual(await holds(page), before);
    await page.evaluate(() => history.pushState(null, "", "/unseen"));
    await press("footer");
    await page.waitForTimeout(400);

    await say(true);
    await until(async () => (await holds(page)).length === during.length);
    const [unseen] = await arrived(server, "/unseen");
    await page.evaluate(() => {
      history.pushState(null, "", "/seen");
      document.querySelector("h1").setAttribute("data-courtesy-event", "Heading Clicked");
    });
    await arrived(server, "/seen");
    await press("h1");
    await arrived(server, "Heading Clicked");
    await say(false);
    await say(true);
    await press("h1");
    await until(async () => (await events(server, "Heading Clicked")).length === 2);
    assert.deepEqual(await holds(page), during, "nothing is doubled");
    const later = (await events(server)).filter(({ timestamp }) => timestamp >= unseen.timestamp);
    assert.equal(later.filter(({ path, type }) => type === "page" && path === "/seen").length, 1);
    assert.ok(!(await views(server)).includes("/waits"));
    assert.deepEqual(await events(server, "Script Failed"), []);
    assert.deepEqual(await events(server, "Page Scrolled"), []);
  });
}

const previous = ({ properties }) => [properties.previous_path, properties.previous_engaged_ms >= 1_000, properties.previous_scroll_percent > 0];

story("In a single-page site each view tells how the one before was read", captures({ vitals: false }), async ({ page, server, url }) => {
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  await listens(page);
  await page.mouse.wheel(0, 600);
  await page.waitForTimeout(1_200);
  await page.evaluate(() => history.pushState(null, "", "/one"));
  const [one] = await arrived(server, "/one");
  assert.deepEqual(previous(one), ["/", true, true]);
  await page.evaluate(() => history.pushState(null, "", "/two"));
  const [two] = await arrived(server, "/two");
  assert.deepEqual([two.properties.previous_path, two.properties.previous_scroll_percent], ["/one", 0]);
  assert.ok(two.properties.previous_engaged_ms < 1_000);
});

const cached = { ...captures({ vitals: false }), ignoreDefaultArgs: ["--disable-back-forward-cache"] };
story("A page that comes back from the bfcache is a new view, and tells how the page between was read", cached, async ({ page, server, url }) => {
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  await listens(page);
  await page.mouse.wheel(0, 600);
  await page.waitForTimeout(1_200);
  await page.evaluate(() => (window.kept = true));
  await visit(page, `${url}/pricing`);
  const [pricing] = await arrived(server, "/pricing");
  assert.deepEqual(previous(pricing), ["/", true, true]);
  await listens(page);
  await page.mouse.move(50, 50);
  await page.waitForTimeout(1_200);
  await page.goBack({ waitUntil: "commit" });
  await until(() => page.evaluate(() => window.kept));
  const [, back] = await arrived(server, "/", 2);
  assert.deepEqual(previous(back), ["/pricing", true, false]);
  await page.waitForTimeout(300);
  await page.evaluate(() => history.pushState(null, "", "/after"));
  const [after] = await arrived(server, "/after");
  // Of its second view alone.
  assert.equal(after.properties.previous_path, "/");
  assert.ok(after.properties.previous_engaged_ms < 1_000, JSON.stringify(after.properties));
  assert.equal((await views(server)).length, 4);
});

story("A site that says nothing of autocapture loads nothing of it", {}, async ({ page, server, url }) => {
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await visit(page, url);
  await answer(page, YES);
  await arrived(server, "/");
  assert.ok(!asked.some((address) => address.includes("autocapture")));
});

for (const autocapture of [true, undefined]) {
  const title = `What is told right after a change of the route is of the new page${autocapture ? ", as is the view that follows" : " also where nobody captures views"}`;
  story(title, captures(autocapture), async ({ page, server, url }) => {
    await visit(page, url);
    await answer(page, YES);
    await arrived(server, "/");
    await page.evaluate(() => {
      history.pushState(null, "", "/pricing");
      courtesy.track("Product Viewed");
      // The same page in another state of it.
      history.replaceState(null, "", "/pricing?sorted=1#top");
      courtesy.track("Sorted");
    });
    for (const name of ["Product Viewed", "Sorted"]) {
      const [event] = await arrived(server, name);
      assert.deepEqual([event.path, new URL(event.context.page.referrer).pathname], ["/pricing", "/"]);
    }
    if (!autocapture) return;
    await until(async () => (await views(server)).length === 2);
    const view = (await events(server)).filter(({ type }) => type === "page").at(-1);
    assert.deepEqual([view.path, new URL(view.properties.referrer).pathname], ["/pricing", "/"]);
  });
}
