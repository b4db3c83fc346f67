/** The gate under strict policies, and against markup that somebody smuggled in. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { choose, withConsent } from "./consent-config.mjs";
import { NOTE, ran, serve, serveScripts } from "./gated-page.mjs";
import { npmSite } from "./npm-page.mjs";
import { classified, watchConsole } from "./reports.mjs";
import { quiet, until } from "./until.mjs";
import { visit } from "./visitor.mjs";

const server = withConsent();
const NONCE = "c2VjcmV0";
const strict = (script, types) =>
  ["default-src 'self'", `script-src ${script} 'wasm-unsafe-eval'`, "style-src 'self'", "img-src 'self' data:", "object-src 'none'",
    "base-uri 'none'", "require-trusted-types-for 'script'", `trusted-types ${types}`].join("; ");
const gated = (name, attributes = "", text = NOTE(name)) => `<script type="text/plain" data-courtesy="analytics" ${attributes}>${text}</script>`;

story("Under a strict policy with `trusted-types courtesy` gated scripts run, and nothing violates it", { server }, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  const violations = [];
  page.on("console", (message) => /policy|trusted/i.test(message.text()) && violations.push(message.text()));
  await serveScripts(context, { outside: 0 });
  await serve(context, "/gated", {
    csp: strict(`'nonce-${NONCE}' 'strict-dynamic'`, "courtesy"),
    tag: `nonce="${NONCE}"`,
    body: gated("inline", `nonce="${NONCE}"`) + gated("", `src="/outside.js" nonce="${NONCE}"`, "") +
      gated("module", `data-type="module" nonce="${NONCE}"`) +
      `<iframe data-courtesy="marketing" data-courtesy-src="/pricing" width="400" height="240"></iframe>`,
  });
  await visit(page, `${url}/gated`);
  await page.locator("courtesy-placeholder button").first().waitFor();
  await choose(page, { analytics: true });
  await until(async () => (await ran(page)).length === 3);
  assert.deepEqual(await ran(page), ["inline", "outside", "module"]);
  assert.deepEqual(await reports(), []);
  assert.deepEqual(violations, []);
  // Nobody but the gate can have the policy make something: it is no property of anything, and its name is taken.
  const second = await page.evaluate(() => {
    try {
      return typeof trustedTypes.createPolicy("courtesy", {});
    } catch (error) {
      return error.name;
    }
  });
  assert.equal(second, "TypeError");
});

story("Where the policy is not allowed, gated scripts stay blocked and one error says what to add", { server }, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  await serve(context, "/gated", {
    csp: strict("'self' 'unsafe-inline'", "'none'"),
    body: gated("one") + gated("two") + gated("", 'src="/three.js"', ""),
  });
  await visit(page, `${url}/gated`);
  await choose(page, { analytics: true });
  await until(async () => (await reports()).length > 0);
  await quiet(500);
  assert.deepEqual(await ran(page), []);
  const found = await reports();
  assert.deepEqual(classified(found), [{ name: "LoadError", kind: "csp" }]);
  assert.match(found[0].message, /add `courtesy` to its trusted-types directive/);
});

story("On a page with nonces a gated script without the same one is refused and reported: it may be anybody's", { server }, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  await serveScripts(context, { evil: 0 });
  await serve(context, "/gated", {
    csp: `script-src 'nonce-${NONCE}' 'strict-dynamic' 'wasm-unsafe-eval'`,
    tag: `nonce="${NONCE}"`,
    body: gated("mine", `nonce="${NONCE}"`) + gated("", 'src="/evil.js" id="without"', "") +
      `<script type="text/plain" data-courtesy="necessary" src="/evil.js" nonce="guess"></script>`,
  });
  await visit(page, `${url}/gated`);
  await choose(page, { analytics: true });
  await until(async () => (await ran(page)).length > 0);
  await quiet(500);
  assert.deepEqual(await ran(page), ["mine"]);
  // What is necessary needs no yes, so which is refused first depends on when the gate began.
  const found = classified(await reports()).sort((a, b) => a.path.localeCompare(b.path));
  assert.deepEqual(found, [
    { name: "InputError", kind: "missing", path: 'script[data-courtesy="necessary"]' },
    { name: "InputError", kind: "missing", path: 'script#without[data-courtesy="analytics"]' },
  ]);
});

story("By the npm door the page's own scripts tell the nonce, and where they disagree none is let in", { server: { ...server, siteDir: await npmSite() } }, async ({ page, url, context }) => {
  const npm = (path, body) =>
    context.route(
      (address) => address.pathname === path,
      (route) => route.fulfill({ contentType: "text/html", body: `<!doctype html><title>npm</title><script nonce="${NONCE}">window.page = 1</script>${body}<script type="module" src="/npm.js"></script>` }),
    );
  await npm("/agree", gated("mine", `nonce="${NONCE}"`) + gated("other"));
  await npm("/disagree", `<script nonce="smuggled"></script>` + gated("mine", `nonce="${NONCE}"`) + gated("smuggled", 'nonce="smuggled"'));
  for (const [path, expected] of [["/agree", ["mine"]], ["/disagree", []]]) {
    await page.goto(url + path);
    await page.waitForFunction(() => window.imported);
    await page.evaluate(async () => {
      await window.make();
      window.client.consent.set({ analytics: true });
    });
    await until(() => page.evaluate(() => window.reports.some(({ kind }) => kind === "missing")));
    await quiet(500);
    assert.deepEqual(await ran(page), expected, path);
  }
});

story("Frames take no address that would be script in the page's name", { server }, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  const addresses = ["javascript:parent.ran=['js']", " java\nscript:parent.ran=['js']", "data:text/html,x", "blob:x", "vbscript:x", "http://[", "about:blank"];
  await serve(context, "/gated", {
    body: addresses.map((address, n) => `<iframe id="f${n}" data-courtesy="marketing" data-courtesy-src="${address}"></iframe>`).join(""),
  });
  await visit(page, `${url}/gated`);
  await choose(page, { marketing: true });
  await quiet(500);
  assert.deepEqual(await ran(page), []);
  assert.equal(await page.locator("iframe[src]").count(), 0);
  assert.equal(await page.locator("courtesy-placeholder").count(), 0);
  assert.deepEqual(classified(await reports()), addresses.map((_, n) => ({ name: "InputError", kind: "value", path: `iframe#f${n}[data-courtesy="marketing"]` })));
});

story("Without gate.js all stays blocked, and one error says why", { server, prepare: (context) => context.route("**/gate.js", (route) => route.abort()) }, async ({ page, url, context }) => {
  const reports = watchConsole(context);
  await serve(context, "/gated", { body: gated("one") });
  await visit(page, `${url}/gated`);
  await choose(page, { analytics: true });
  await quiet(300);
  assert.deepEqual(await ran(page), []);
  assert.deepEqual(classified(await reports()), [{ name: "LoadError", kind: "network" }]);
});
