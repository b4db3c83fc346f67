/** Tabs never disagree: what one was told holds in the other before it sends anything more, also where nothing can be stored. */
import assert from "node:assert/strict";
import { siteWith } from "./altered-files.mjs";
import { story } from "./browser.mjs";
import { arrived, events } from "./collected.mjs";
import { choose, EVENTS, verdicts, withConsent } from "./consent-config.mjs";
import { html } from "./gated-page.mjs";
import { classified, watchConsole } from "./reports.mjs";
import { quiet, until } from "./until.mjs";
import { allowed, banner, track, visit } from "./visitor.mjs";

const server = { ...withConsent({}, { events: EVENTS }), siteDir: await siteWith({ "shop.html": html() }) };
const YES = { analytics: true, marketing: true };
const NO = { analytics: false, marketing: false };
const WAYS = {
  "that share their storage": () => {},
  // As a browser does where the visitor forbids all storage; a channel is no storage.
  "whose storage is blocked": (context) =>
    context.addInitScript(() => {
      const refuse = () => {
        throw new DOMException("Access is denied for this document.", "SecurityError");
      };
      for (const name of ["localStorage", "sessionStorage", "indexedDB"]) Object.defineProperty(window, name, { get: refuse });
    }),
};

for (const [which, prepare] of Object.entries(WAYS)) {
  story(`Two tabs ${which}: a yes in one is a yes in the other, and ends the question there`, { server, prepare }, async ({ page, url, server, newTab }) => {
    await visit(page, `${url}/shop`);
    const other = await newTab();
    await visit(other, `${url}/shop`);
    await banner(other).waitFor();
    await track(other, "Held In The Other");
    await choose(page, YES);
    await allowed(other, "analytics");
    await banner(other).waitFor({ state: "detached" });
    await arrived(server, "Held In The Other");
    assert.deepEqual(await verdicts(other, "marketing/video"), { "marketing/video": "choice yes" });
  });

  story(`Two tabs ${which}: a no in one stops the other's queue before its next send`, { server, prepare }, async ({ page, url, server, newTab }) => {
    await visit(page, `${url}/shop`);
    const other = await newTab();
    await visit(other, `${url}/shop`);
    await choose(page, YES);
    await allowed(other, "analytics");
    await track(other, "Before");
    await arrived(server, "Before");
    // The other has something to send that it could not, and tries again and again.
    server.setFault({ status: 503 });
    await track(other, "Queued");
    await until(() => server.batches.some(({ body, status }) => body.includes("Queued") && status === 503));
    await choose(page, NO);
    await allowed(other, "analytics", false);
    await until(() => server.batches.every(({ status }) => status !== null));
    server.setFault();
    const before = server.batches.length;
    await track(other, "Afterwards");
    await quiet(1_500); // Longer than it waits before it tries again.
    await other.close();
    await quiet(300);
    assert.equal(server.batches.length, before);
    assert.deepEqual([...(await events(server, "Queued")), ...(await events(server, "Afterwards"))], []);
  });
}

story("Answers in two tabs in the same moment end as one and the same answer in both", { server }, async ({ page, url, newTab, context }) => {
  const reports = watchConsole(context);
  const other = await newTab();
  for (const tab of [page, other]) await visit(tab, `${url}/shop`);
  await Promise.all([choose(page, YES), choose(other, NO)]);
  const state = (tab) => tab.evaluate(() => JSON.stringify(window.courtesy.consent.get()));
  await until(async () => (await state(page)) === (await state(other)));
  for (const tab of [page, other]) assert.equal(JSON.parse(await state(tab)).ask, false);
  assert.deepEqual(classified(await reports()), []);
});

story("Yes, no, yes: the tab holds one lock by which the others know that it lives, and waits for none", { server }, async ({ page, url, server }) => {
  await visit(page, `${url}/shop`);
  const locks = () =>
    page.evaluate(async () => {
      const { held, pending } = await navigator.locks.query();
      return [held.length, pending.length];
    });
  await choose(page, YES);
  await until(async () => (await locks())[0] === 1);
  await choose(page, NO);
  await until(async () => (await locks())[0] === 0);
  await choose(page, YES);
  await until(async () => (await locks())[0] === 1);
  // In one task, too.
  await page.evaluate(([no, yes]) => [no, yes].forEach((choice) => window.courtesy.consent.set(choice)), [NO, YES]);
  await track(page, "Afterwards");
  await arrived(server, "Afterwards");
  assert.deepEqual(await locks(), [1, 0]);
});
