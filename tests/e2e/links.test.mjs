/** Two sites of one company on two domains: a visit that goes on there is one visit, where both sites were allowed to know. */
import assert from "node:assert/strict";
import { siteWith } from "./altered-files.mjs";
import { story } from "./browser.mjs";
import { arrived, sent } from "./collected.mjs";
import { demoConfig } from "./demo-config.mjs";
import { html } from "./gated-page.mjs";
import { quiet, until } from "./until.mjs";
import { allowed, track, visit } from "./visitor.mjs";

const args = ["--host-resolver-rules=MAP *.example 127.0.0.1", "--no-proxy-server"];
const [HERE, THERE] = ["site.example", "shop.example"];
const config = demoConfig(({ events }) => (events.links = { domains: [HERE, THERE] }));
/** Links to a page of the other site, of this one, and of a third. The port is the server's, so the page is told where they lead. */
const siteDir = await siteWith({
  "links.html": html({ body: '<a id="there">There</a> <a id="here">Here</a> <a id="third">Third</a>' }),
  "landing.html": html({ body: "<p>Landed</p>" }),
});
const site = { server: { config, siteDir }, args };
const at = (url, host, path) => `${url.replace("127.0.0.1", host)}/${path}`;
const yes = async (page) => {
  await page.evaluate(() => window.courtesy.consent.set({ analytics: true }));
  await allowed(page, "analytics");
};
/** A page whose links lead where they should. */
async function open(page, url) {
  await visit(page, at(url, HERE, "links"));
  const targets = { there: at(url, THERE, "landing?page=2#top"), here: at(url, HERE, "landing"), third: at(url, "third.example", "landing") };
  await page.evaluate((targets) => {
    for (const [id, href] of Object.entries(targets)) document.getElementById(id).href = href;
  }, targets);
  return targets;
}
const wire = (server, name) => sent(server).flat().find((event) => (event.event ?? event.type) === name);
const ids = ({ anonymousId, context }) => [anonymousId, context.courtesy.session_id];
/** What was asked of a server for a page, as it was sent. */
const asked = (server, path) => server.requests.filter(({ path: known }) => known.startsWith(path)).map(({ path }) => path);
/** links.js comes by itself, some time after the start. */
const listens = (page) => until(() => page.evaluate(() => performance.getEntriesByName(new URL("/courtesy/links.js", location.href).href).length));

story("A visit that goes on at the other site is one visit, and its address is clean there", site, async ({ page, url, server }) => {
  const { there } = await open(page, url);
  await yes(page);
  await listens(page);
  await track(page, "Here");
  await arrived(server, "Here");
  // The other site was answered before.
  await visit(page, at(url, THERE, "landing"));
  await yes(page);
  await arrived(server, "/landing");
  const apart = wire(server, "page");
  await open(page, url);
  await listens(page);
  await page.locator("#there").click();
  await page.waitForURL("**/landing**");
  await page.evaluate(() => window.courtesy.ready);
  await until(async () => page.url() === there);
  await track(page, "There");
  await arrived(server, "There");
  assert.ok(asked(server, "/landing?page=2&_courtesy=").length === 1);
  assert.deepEqual(ids(wire(server, "There")), ids(wire(server, "Here")));
  assert.ok(apart);
  const all = JSON.stringify(sent(server));
  assert.ok(!all.includes("_courtesy"), "the parameter is in no event");
});

story("The link itself stays as it was, and links to this site and to others are never touched", site, async ({ page, url, server, context }) => {
  const targets = await open(page, url);
  await yes(page);
  await listens(page);
  await track(page, "Ready");
  await arrived(server, "Ready");
  for (const id of ["third", "here"]) {
    await page.locator(`#${id}`).click();
    await page.waitForURL("**/landing");
    assert.equal(page.url(), targets[id]);
    await open(page, url);
    await listens(page);
  }
  const opened = context.waitForEvent("page");
  await page.locator("#there").click({ modifiers: ["Control"] });
  const other = await opened;
  await until(() => other.url() === targets.there);
  assert.equal(await page.locator("#there").getAttribute("href"), targets.there);
  assert.deepEqual(asked(server, "/landing?").length, 1);
  // The right button only looks at it: its menu, from which the address may be copied, has the link as it was.
  const decorated = await page.evaluate(() => new Promise((done) => {
    addEventListener("auxclick", ({ target }) => done(target.href));
    document.getElementById("there").dispatchEvent(new MouseEvent("auxclick", { button: 2, bubbles: true, cancelable: true }));
  }));
  assert.equal(decorated, targets.there);
  // The middle one follows it, and so does the keyboard.
  const behind = context.waitForEvent("page");
  await page.locator("#there").click({ button: "middle" });
  await (await behind).waitForURL("**/landing**");
  assert.deepEqual(asked(server, "/landing?page=2&_courtesy=").length, 2);
  await page.locator("#there").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/landing**");
  assert.equal(asked(server, "/landing?page=2&_courtesy=").length, 3);
});

story("Without a yes no link carries anything", site, async ({ page, url, server }) => {
  const { there } = await open(page, url);
  await listens(page);
  await page.locator("#there").click();
  await page.waitForURL("**/landing**");
  assert.equal(page.url(), there);
  assert.deepEqual(asked(server, "/landing?page=2&_courtesy="), []);
});

story("Without a yes at the other site nobody came: the address is clean, and what is recorded later is somebody else's", site, async ({ page, url, server }) => {
  const { there } = await open(page, url);
  await yes(page);
  await listens(page);
  await track(page, "Here");
  await arrived(server, "Here");
  await page.locator("#there").click();
  await page.waitForURL("**/landing**");
  await until(async () => page.url() === there);
  await page.evaluate(() => window.courtesy.consent.set({ analytics: false }));
  await page.evaluate(() => window.courtesy.consent.set({ analytics: true }));
  await track(page, "There");
  await arrived(server, "There");
  assert.notEqual(wire(server, "There").anonymousId, wire(server, "Here").anonymousId);
});

story("A link that was passed on to somebody else's browser is nobody's", site, async ({ page, url, server }) => {
  await open(page, url);
  await yes(page);
  await listens(page);
  await track(page, "Here");
  await arrived(server, "Here");
  const [id, session] = ids(wire(server, "Here"));
  const soon = Math.floor(Date.now() / 1000) + 100;
  await page.goto(at(url, THERE, `landing?_courtesy=${id}.${session}.${soon}.0123456789abcdef`), { referer: at(url, HERE, "links") });
  await page.evaluate(() => window.courtesy.ready);
  await until(() => page.url() === at(url, THERE, "landing"));
  await yes(page);
  await track(page, "There");
  await arrived(server, "There");
  assert.notEqual(wire(server, "There").anonymousId, id);
  await quiet(100);
});
