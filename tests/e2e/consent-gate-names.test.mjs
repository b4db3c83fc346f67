/** Elements that bear the names of the browser's own things, as markup that somebody smuggled in may, open nothing and stop nothing. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { choose, UNASKED, withConsent } from "./consent-config.mjs";
import { html, NOTE, ran, serve, serveScripts } from "./gated-page.mjs";
import { npmSite } from "./npm-page.mjs";
import { classified, watchConsole } from "./reports.mjs";
import { quiet, until } from "./until.mjs";
import { settled } from "./visitor.mjs";

const server = withConsent();
const NONCE = "c2VjcmV0";
const gated = (name, attributes = "") => `<script type="text/plain" data-courtesy="analytics" ${attributes}>${NOTE(name)}</script>`;

story("By the npm door no element hides the page's nonces: what bears none stays blocked", { server: { ...server, siteDir: await npmSite() } }, async ({ page, url, context }) => {
  for (const smuggled of ["<form name=scripts></form>", "<img name=scripts>", "<img name=scripts><img name=scripts>", "<iframe name=scripts></iframe>"]) {
    await context.unrouteAll();
    await serveScripts(context, { evil: 0 });
    await context.route(
      (address) => address.pathname === "/strict",
      (route) =>
        route.fulfill({
          contentType: "text/html",
          headers: { "content-security-policy": `script-src 'nonce-${NONCE}' 'strict-dynamic' 'wasm-unsafe-eval'` },
          body: `<!doctype html><title>Strict</title>${smuggled}<script type="text/plain" data-courtesy="analytics" src="/evil.js"></script>
            ${gated("mine", `nonce="${NONCE}"`)}<script type="module" src="/npm.js" nonce="${NONCE}"></script>`,
        }),
    );
    await page.goto(`${url}/strict`);
    await page.waitForFunction(() => window.imported);
    await page.evaluate(async () => {
      await window.make();
      window.client.consent.set({ analytics: true });
    });
    await until(() => page.evaluate(() => window.reports.some(({ kind }) => kind === "missing")));
    await until(async () => (await ran(page)).length > 0);
    await quiet(300);
    assert.deepEqual(await ran(page), ["mine"], smuggled);
  }
});

const NAMES = ["scripts", "createElement", "querySelectorAll", "getElementsByTagName", "activeElement", "baseURI", "write", "matches"];
story("Elements with the names of the document's members neither stop the gate nor throw into the page", UNASKED, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  const fields = ["matches", "querySelector", "querySelectorAll", "insertBefore", "getAttribute", "hasAttribute"].map((name) => `<input name="${name}">`);
  for (const path of ["/early", "/framed"]) await serve(context, path);
  await serve(context, "/gated", {
    body: `${NAMES.map((name) => `<img name="${name}">`).join("")}<form>${fields.join("")}<button type="button" data-courtesy-open><b>Choices</b></button>
      <iframe data-courtesy="marketing" src="/early" data-courtesy-src="/framed" width="400" height="240"></iframe></form>${gated("first")}`,
  });
  await page.goto(`${url}/gated`);
  await settled(page);
  // The test's own tools would fall over such names too.
  await page.evaluate(() => {
    window.find = (selector) => Document.prototype.querySelector.call(document, selector);
    window.courtesy.consent.open = (view) => (window.opened = view);
  });
  await until(() => page.evaluate(() => !!window.find("form courtesy-placeholder")));
  await choose(page, { analytics: true });
  await until(async () => (await ran(page)).length === 1);
  // What comes later is seen too, also in a form that has such fields.
  await page.evaluate((text) => {
    const script = Document.prototype.createElement.call(document, "script");
    script.type = "text/plain";
    script.dataset.courtesy = "analytics";
    script.text = text;
    window.find("form").append(script);
  }, NOTE("later"));
  await until(async () => (await ran(page)).length === 2);
  await choose(page, { marketing: true });
  await until(() => page.evaluate(() => window.find("iframe").contentWindow.location.pathname === "/framed"));
  await page.evaluate(() => window.find("form b").click());
  assert.equal(await page.evaluate(() => window.opened), "banner");
  assert.deepEqual(classified(await reports()), []);
});

for (const smuggled of ["<form id=courtesy><object name=track></object></form>", "<a id=courtesy></a><a id=courtesy></a>", "<iframe name=courtesy></iframe>", `<iframe name=courtesy src="data:text/html,of another origin"></iframe>`, "<img name=currentScript>", "<img name=querySelector>"]) {
  story(`The script tag makes its client and Google's defaults behind ${smuggled}`, { server }, async ({ page, url, context }) => {
    const reports = watchConsole(context);
    // What is inlined later than the frame has loaded meets a window of another origin.
    const tag = html({ tag: "data-google" }).match(/<script[^]*?<\/script>/)[0];
    await context.route(
      (address) => address.pathname === "/smuggled",
      (route) => route.fulfill({ contentType: "text/html", body: `<!doctype html><title>x</title><link rel="icon" href="data:,"><body>${smuggled}<script src="/wait.js"></script>${tag}${gated("one")}` }),
    );
    await serveScripts(context, { wait: 300 });
    await page.goto(`${url}/smuggled`);
    assert.equal(await page.evaluate(() => typeof window.courtesy.track), "function");
    assert.equal(await page.evaluate(() => window.dataLayer[0][1]), "default");
    assert.equal(await settled(page), "running");
    await choose(page, { analytics: true });
    await until(async () => (await ran(page)).includes("one"));
    assert.deepEqual(classified(await reports()), []);
  });
}
