/** Views of single-page sites and of pages that come back: each page that was seen, once. */
import assert from "node:assert/strict";
import { captured } from "./captured-page.mjs";
import { quiet, until } from "./until.mjs";

const on = { views: true };
/** A browser as they were until lately. */
const withoutNavigation = `<script>delete window.navigation;</script><link id="navigation">`;
const SETTLED_MS = 250;

const begun = async (told) => (await told()).filter(({ view }) => view).map(({ view }) => view);
const arrives = (told, view) => until(async () => (await begun(told)).at(-1) === view);

for (const [browser, head] of [["the Navigation API", ""], ["the history alone", withoutNavigation]]) {
  captured(`With ${browser}: a step to another path or query is a view, and nothing else is`, { on, head }, async ({ page, told }) => {
    const go = async (step, ...given) => {
      await page.evaluate(step, ...given);
      await quiet(SETTLED_MS);
    };
    await go(() => history.pushState(null, "", "/plans?size=m"));
    await go(() => history.pushState({ open: true }, "", "/plans?size=m")); // A state alone.
    await go(() => history.replaceState(null, "", "/plans?size=l")); // A filter.
    await go(() => history.pushState(null, "", "/plans?size=l")); // It is there already.
    await go(() => (location.hash = "details")); // A place on the page.
    await go(() => (location.hash = "#/team")); // A page of its own.
    await go(() => (location.hash = "#!/team/2"));
    await go(() => history.go(-1));
    await go(() => history.go(-4)); // Back to /plans?size=m, which was the first of all steps.
    assert.deepEqual(await begun(told), ["/plans?size=m", "/plans?size=l#/team", "/plans?size=l#!/team/2", "/plans?size=l#/team", "/plans?size=m"]);
  });

  captured(`With ${browser}: a view has the title that follows its address, and waits no longer for it than 100 ms`, { on, head }, async (stage) => {
    const { page, told } = stage;
    await page.evaluate(() => {
      history.pushState(null, "", "/one");
      setTimeout(() => (document.title = "One"), 30);
    });
    await arrives(told, "/one");
    const waited = await page.evaluate(async () => {
      const atMs = performance.now();
      history.pushState(null, "", "/same");
      while (!sessionStorage.getItem("notes").includes("/same")) await new Promise((done) => setTimeout(done, 5));
      return performance.now() - atMs;
    });
    assert.ok(waited < 180, `${waited} ms`);
    const views = (await told()).filter(({ view }) => view);
    assert.deepEqual(views, [{ view: "/one", title: "One" }, { view: "/same", title: "One" }]);
  });

  captured(`With ${browser}: steps that nobody saw are one view, and so is a page that is left at once`, { on, head }, async ({ page, told }) => {
    await page.evaluate(() => {
      history.pushState(null, "", "/account");
      history.replaceState(null, "", "/login?to=account");
    });
    await arrives(told, "/login?to=account");
    await page.evaluate(() => {
      history.pushState(null, "", "/a");
      history.pushState(null, "", "/b");
    });
    await arrives(told, "/b");
    await page.evaluate(() => {
      history.pushState(null, "", "/c");
      location.href = "/elsewhere";
    });
    await page.waitForURL("**/elsewhere");
    assert.deepEqual(await begun(told), ["/login?to=account", "/b", "/c"]);
  });
}

captured("The old view ends, with its totals, before the next begins", { on }, async ({ page, told }) => {
  await page.evaluate(() => history.pushState(null, "", "/next"));
  await arrives(told, "/next");
  assert.deepEqual((await told()).map((note) => Object.keys(note)[0]), ["engagedMs", "view"]);
});

captured("In a hidden page a view begins as soon", { on }, async ({ page, told }) => {
  await page.evaluate(() => {
    Object.defineProperty(Document.prototype, "hidden", { get: () => true });
    window.requestAnimationFrame = () => 0;
    history.pushState(null, "", "/behind");
  });
  await arrives(told, "/behind");
});

const cached = { on, ignoreDefaultArgs: ["--disable-back-forward-cache"] };
captured("A page that comes back from the bfcache is a new view", cached, async ({ page, url, told }) => {
  await page.evaluate(() => (window.kept = true));
  await page.goto(`${url}/other`);
  // The load that Playwright waits for does not come again.
  await page.goBack({ waitUntil: "commit" });
  await page.waitForFunction(() => location.pathname === "/");
  assert.ok(await page.evaluate(() => window.kept), "it came from the bfcache");
  await arrives(told, "/");
  assert.deepEqual(await begun(told), ["/"]);
});

captured(
  "A site that counts its views itself, or whose history is frozen, is left alone",
  { head: `${withoutNavigation}<script>Object.freeze(history);</script>` },
  async ({ page, told }) => {
    await page.evaluate(() => history.pushState(null, "", "/frozen"));
    await quiet(SETTLED_MS);
    assert.deepEqual(await told(), []);
    assert.equal(await page.evaluate(() => location.pathname), "/frozen");
  },
);
