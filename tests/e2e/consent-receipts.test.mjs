/** Each act leaves a receipt that anybody can verify, and that an endpoint of the site's may countersign. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { siteWith } from "./altered-files.mjs";
import { DIST, story } from "./browser.mjs";
import { choose, withConsent } from "./consent-config.mjs";
import { html } from "./gated-page.mjs";
import { quiet, until } from "./until.mjs";
import { answer, visit } from "./visitor.mjs";

// As `cargo run --example verify_receipt` does it. It shares no code with what wrote the receipts.
const { verify_receipts: verify } = createRequire(import.meta.url)(`${DIST}/tools/courtesy_tools.js`);
const frame = `<iframe title="Film" data-courtesy="marketing/video" data-courtesy-src="/favicon.svg" width="400" height="240"></iframe>`;
const siteDir = await siteWith({ "shop.html": html({ body: frame, tag: 'data-region="DE"' }) });
const site = (consent) => ({ server: { ...withConsent(consent), siteDir } });
const receipts = (page) => page.evaluate(() => window.courtesy.consent.receipts());

story("Each act leaves one receipt, in a chain that holds: banner, dialog, placeholder, call", site(), async ({ page, url }) => {
  await visit(page, `${url}/shop`);
  await answer(page, "Reject all");
  await page.evaluate(() => window.courtesy.consent.open("preferences"));
  await page.getByRole("checkbox", { name: "Counting", exact: true }).check();
  await page.getByRole("button", { name: "Save choice" }).click();
  await page.locator("courtesy-consent").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Always show The video" }).click();
  await until(async () => (await receipts(page)).length === 3);
  await choose(page, { analytics: false });
  // On the next page they are the same, and go on.
  await page.reload();
  await page.evaluate(() => window.courtesy.ready);
  await choose(page, { analytics: true });
  const all = await receipts(page);
  assert.deepEqual(all.map(({ method, outcome, locale }) => [method, outcome, locale]), [
    ["banner", "denied", "en"], ["preferences", "partial", "en"], ["placeholder", "partial", "en"], ["api", "partial", null], ["api", "partial", null],
  ]);
  assert.deepEqual(all.map(({ previous }) => previous), [null, ...all.slice(0, -1).map(({ id }) => id)]);
  for (const { text, method, site, jurisdiction } of all) {
    assert.match(String(text), method === "api" ? /^null$/ : /^[0-9a-f]{64}$/);
    assert.deepEqual([site, jurisdiction], [url, { gpc: "honour", mode: "opt-in", region: "DE", source: "hint" }]);
  }
  assert.deepEqual(verify(JSON.stringify(all)), { receipts: 5, broken: undefined });
  assert.deepEqual(await page.evaluate(() => window.courtesy.consent.receipt()), all.at(-1));
  assert.deepEqual(all.at(-1), JSON.parse(await page.evaluate(() => localStorage["courtesy.receipts"])).at(-1));
  // The visitor's own document holds them, and is verified just so.
  const document = await page.evaluate(() => window.courtesy.visitor.export());
  assert.equal(verify(JSON.stringify(document)).receipts, 5);
  await page.evaluate(() => window.courtesy.visitor.erase());
  const erased = await receipts(page);
  assert.deepEqual(erased.map(({ method, outcome, previous }) => [method, outcome, previous]), [["erase", "erased", null]]);
  assert.deepEqual(verify(JSON.stringify(erased)), { receipts: 1, broken: undefined });
});

story("`receipt()` is that of the answer in force, and none once there is no answer", site(), async ({ page, url }) => {
  await visit(page, `${url}/shop`);
  const inForce = () => page.evaluate(() => [window.courtesy.consent.receipt()?.id ?? null, window.courtesy.consent.get().receipt_id]);
  assert.deepEqual(await inForce(), [null, null]);
  await choose(page, { analytics: true });
  const first = await page.evaluate(() => localStorage["courtesy.consent"]);
  await choose(page, { analytics: false });
  const [yes, no] = (await receipts(page)).map(({ id }) => id);
  assert.deepEqual(await inForce(), [no, no]);
  // As an answer that came from another subdomain may name a receipt that is not the last one here, or none of ours.
  const [older, unknown] = [first, first.replace(yes, "0".repeat(64))];
  for (const [record, id, named] of [[older, yes, yes], [unknown, null, "0".repeat(64)]]) {
    await page.evaluate((record) => (localStorage["courtesy.consent"] = record), record);
    await page.reload();
    await page.evaluate(() => window.courtesy.ready);
    assert.deepEqual(await inForce(), [id, named]);
  }
  await page.evaluate(() => localStorage.removeItem("courtesy.consent"));
  await page.reload();
  await page.evaluate(() => window.courtesy.ready);
  assert.deepEqual(await inForce(), [null, null]);
  assert.equal((await receipts(page)).length, 2);
});

story("A receipt that was changed in storage breaks the chain at its place, and the page goes on", site(), async ({ page, url }) => {
  await visit(page, `${url}/shop`);
  for (const analytics of [true, false, true]) await choose(page, { analytics, marketing: false });
  await page.evaluate(() => {
    const all = JSON.parse(localStorage["courtesy.receipts"]);
    all[1].denied = [];
    localStorage["courtesy.receipts"] = JSON.stringify(all);
  });
  await page.reload();
  await page.evaluate(() => window.courtesy.ready);
  const all = await receipts(page);
  const { broken } = verify(JSON.stringify(all));
  assert.deepEqual([broken.index, broken.id], [1, all[1].id]);
  // One that is left out, and two that changed places.
  assert.equal(verify(JSON.stringify([all[0], all[2]])).broken.index, 1);
  assert.ok(verify(JSON.stringify([all[2], all[0]])).broken);
  await choose(page, { analytics: false });
  assert.equal((await receipts(page)).length, 4);
});

const ENDPOINT = "/countersign";
/** The site's endpoint: notes what it got, and answers what the story says. */
async function endpoint(context) {
  const posts = [];
  let answerWith = { status: 503 };
  await context.route(`**${ENDPOINT}`, async (route) => {
    const request = route.request();
    posts.push({ method: request.method(), headers: await request.allHeaders(), receipt: JSON.parse(request.postData()) });
    await route.fulfill(answerWith);
  });
  return { posts, answers: (status, body = {}) => (answerWith = { status, contentType: "application/json", body: JSON.stringify(body) }) };
}

story("The endpoint is posted each receipt once, without cookies; its answer is kept beside the receipt", site({ receipts: { endpoint: ENDPOINT } }), async ({ page, url, context }) => {
  const { posts, answers } = await endpoint(context);
  answers(200, { signature: "c2lnbmVk", at: 1_795_518_000_000 });
  await visit(page, `${url}/shop`);
  await page.evaluate(() => (document.cookie = "session=secret; path=/"));
  assert.equal(posts.length, 0);
  await choose(page, { analytics: true, marketing: false });
  const signed = () => until(async () => (await receipts(page)).every(({ countersignature }) => countersignature) && receipts(page));
  const [receipt] = await signed();
  const { countersignature, ...bare } = receipt;
  assert.deepEqual(countersignature, { signature: "c2lnbmVk", at: 1_795_518_000_000 });
  const [{ method, headers, receipt: posted }] = posts;
  assert.deepEqual(posted, bare);
  assert.deepEqual([method, headers.cookie, headers["content-type"].split(";")[0]], ["POST", undefined, "text/plain"]);
  await choose(page, { analytics: false });
  const all = await signed();
  // It signs, and changes nothing of what was signed.
  assert.deepEqual(verify(JSON.stringify(all)), { receipts: 2, broken: undefined });
  await page.reload();
  await page.evaluate(() => window.courtesy.ready);
  await quiet(300);
  assert.deepEqual(posts.map(({ receipt }) => receipt.id), all.map(({ id }) => id));
  assert.deepEqual(await receipts(page), all);
});

story("A receipt that nobody took is posted again at the next start, and not before", site({ receipts: { endpoint: ENDPOINT } }), async ({ page, url, context }) => {
  const { posts, answers } = await endpoint(context);
  await visit(page, `${url}/shop`);
  await choose(page, { analytics: true, marketing: false });
  await until(() => posts.length === 1);
  await quiet(300);
  assert.equal((await receipts(page))[0].countersignature, undefined);
  // An endpoint that says yes and signs nothing that could be read has not signed.
  await context.unroute(`**${ENDPOINT}`);
  await context.route(`**${ENDPOINT}`, (route) => route.fulfill({ status: 200, body: "<p>Welcome" }));
  await page.reload();
  await page.evaluate(() => window.courtesy.ready);
  await quiet(300);
  assert.equal((await receipts(page))[0].countersignature, undefined);
  await context.unroute(`**${ENDPOINT}`);
  const again = await endpoint(context);
  again.answers(201, "signed");
  await page.reload();
  await until(async () => (await receipts(page).catch(() => []))[0]?.countersignature === "signed");
  assert.deepEqual(again.posts.map(({ receipt }) => receipt.id), [posts[0].receipt.id]);
  answers(200);
});

story("An answer that is too long, too deep or neither object nor text signs nothing; one within the bounds does", site({ receipts: { endpoint: ENDPOINT } }), async ({ page, url, context }) => {
  const nested = (depth) => (depth > 1 ? { a: nested(depth - 1) } : {});
  const { posts, answers } = await endpoint(context);
  await visit(page, `${url}/shop`);
  await choose(page, { analytics: true, marketing: false });
  const signed = async (body) => {
    await until(() => posts.length > 0);
    posts.length = 0;
    answers(200, body);
    await page.reload();
    await page.evaluate(() => window.courtesy.ready);
    await until(() => posts.length > 0);
    await quiet(200);
    return (await receipts(page))[0].countersignature;
  };
  for (const body of [{ a: "x".repeat(4_900_000) }, { a: "x".repeat(4_096) }, nested(9), nested(40), { a: Array(9).fill(0).reduce((inner) => [inner], 0) }, [1], 7, true, null]) {
    assert.equal(await signed(body), undefined, JSON.stringify(body).slice(0, 40));
  }
  const body = { ...nested(8), b: "x".repeat(3_900) };
  assert.deepEqual(await signed(body), body);
});
