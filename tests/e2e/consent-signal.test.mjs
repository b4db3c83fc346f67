/** Global Privacy Control (https://w3c.github.io/gpc/): a no of the browser's that never becomes the visitor's own. */
import assert from "node:assert/strict";
import { siteWith } from "./altered-files.mjs";
import { story } from "./browser.mjs";
import { arrived } from "./collected.mjs";
import { choose, EVENTS, verdicts, withConsent, withSignal } from "./consent-config.mjs";
import { kept, NOTHING } from "./device.mjs";
import { html } from "./gated-page.mjs";
import { quiet } from "./until.mjs";
import { answer, banner, track, visit } from "./visitor.mjs";

const siteDir = await siteWith({ "shop.html": html() });
const site = (consent) => ({ server: { ...withConsent(consent, { events: EVENTS }), siteDir }, prepare: withSignal });
const why = (page) => page.evaluate(() => window.courtesy.consent.why("analytics"));

story("Under opt-out the signal is a no: nothing is allowed, kept or sent, and nobody is asked", site({ mode: "opt-out" }), async ({ page, url, server }) => {
  await visit(page, `${url}/shop`);
  await track(page, "Never");
  await quiet(800); // Longer than events wait for company.
  assert.deepEqual(await verdicts(page, "analytics", "marketing/video"), { analytics: "gpc no", "marketing/video": "gpc no" });
  assert.equal((await why(page)).signal, true);
  assert.equal(await banner(page).count(), 0);
  assert.deepEqual(await kept(page), NOTHING, "the signal is no choice, and is not written down as one");
  assert.equal(server.batches.length, 0);
});

for (const mode of ["opt-in", "opt-out"]) {
  story(`Under ${mode} an explicit yes that was given under the signal wins, on the next page too`, site({ mode }), async ({ page, url, server }) => {
    await visit(page, `${url}/shop`);
    if (mode === "opt-in") await answer(page, "Accept all");
    else await choose(page, { analytics: true, marketing: true });
    assert.deepEqual(await verdicts(page, "analytics"), { analytics: "choice yes" });
    await page.reload();
    await page.evaluate(() => window.courtesy.ready);
    assert.deepEqual(await verdicts(page, "analytics", "marketing"), { analytics: "choice yes", marketing: "choice yes" });
    await track(page, "Allowed");
    await arrived(server, "Allowed");
    const receipt = await page.evaluate(() => window.courtesy.consent.receipt());
    assert.deepEqual([receipt.signal, receipt.jurisdiction.gpc], [true, "honour"]);
  });
}

story("Where the law makes the signal final, no yes wins over it, and the dialog says so", site({ mode: "opt-in", gpc: "final" }), async ({ page, url, server }) => {
  await visit(page, `${url}/shop`);
  await page.evaluate(() => window.courtesy.ready);
  assert.equal(await banner(page).count(), 0, "nobody is asked what no answer changes");
  await choose(page, { analytics: true, marketing: true });
  assert.deepEqual(await verdicts(page, "analytics", "marketing/video"), { analytics: "gpc no", "marketing/video": "gpc no" });
  await track(page, "Never");
  await page.reload();
  await page.evaluate(() => window.courtesy.ready);
  assert.deepEqual(await verdicts(page, "analytics"), { analytics: "gpc no" });
  assert.equal(await banner(page).count(), 0);
  await quiet(800);
  assert.equal(server.batches.length, 0);
  await page.evaluate(() => window.courtesy.consent.open("preferences"));
  await page.getByText("Where you are, that counts as a no, whatever is chosen here.").waitFor();
});

story("A signal that is switched on after the yes is a no, until the visitor says yes again", { ...site({ mode: "opt-in" }), prepare: () => {} }, async ({ page, url, context }) => {
  await visit(page, `${url}/shop`);
  await choose(page, { analytics: true, marketing: true });
  const before = await page.evaluate(() => localStorage["courtesy.consent"]);
  await withSignal(context);
  await page.reload();
  await page.evaluate(() => window.courtesy.ready);
  assert.deepEqual(await verdicts(page, "analytics", "marketing"), { analytics: "gpc no", marketing: "gpc no" });
  assert.match((await why(page)).sentence, /your browser asks for privacy \(GPC\), although you allowed it/);
  assert.equal(await page.evaluate(() => localStorage["courtesy.consent"]), before, "the visitor's own word stands as it was");
  await choose(page, { analytics: true });
  // What only the signal denied is nobody's choice, and is asked about again.
  assert.deepEqual(await verdicts(page, "analytics", "marketing"), { analytics: "choice yes", marketing: "no_choice no" });
});

story("Where the law ignores the signal it changes nothing, and is told all the same", site({ mode: "opt-out", gpc: "ignore" }), async ({ page, url }) => {
  await visit(page, `${url}/shop`);
  await banner(page).waitFor();
  assert.deepEqual(await verdicts(page, "analytics"), { analytics: "opt_out yes" });
  assert.equal((await why(page)).signal, true);
});
