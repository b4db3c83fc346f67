/**
 * A page that takes Courtesy by the npm door: /npm, with `window.createCourtesy` and, once made, `window.client`.
 *
 * Its `window.reports` are what `onError` was called with. Beside it the folder has whatever else a story wants.
 */
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { siteWith } from "./altered-files.mjs";
import { DIST } from "./browser.mjs";

const page = (body) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>By the npm door</title>
<link rel="icon" href="/favicon.svg"></head>
<body>${body}<script type="module" src="/npm.js"></script></body></html>`;

const SCRIPT = `
import { createCourtesy } from "/courtesy/index.js";
import { createCourtesy as again } from "/again/index.js";
window.createCourtesy = createCourtesy;
window.createCourtesyAgain = again;
window.reports = [];
// The demo's config has a part for Google, which is loaded too late for its defaults.
window.make = (options = {}) => {
  const onError = ({ name, kind, path, message }) => window.reports.push({ name, kind, path, message });
  window.client = window.courtesy = createCourtesy({ config: "/courtesy.json", google: true, onError, ...options });
  return window.client.ready;
};
window.imported = true;
`;

const BODY = `<main><h1>A page</h1>
<courtesy-slot name="hero"><h2 data-bind="title">The default title</h2></courtesy-slot></main>`;

/** @param {Record<string, string>} [files] */
export async function npmSite(files = {}) {
  const folder = await siteWith({ "npm.html": page(BODY), "npm.js": SCRIPT, ...files });
  // A second copy as a bundle brings one: with an engine of its own.
  await cp(DIST, join(folder, "again"), { recursive: true });
  return folder;
}

/** Goes there and waits for the import; nothing is made yet. */
export async function openNpmPage(browserPage, url) {
  await browserPage.goto(`${url}/npm`);
  await browserPage.waitForFunction(() => window.imported);
}

/** Goes there, makes a client and, unless told otherwise, says yes, and waits for the code that a yes leads to. */
export async function withClient(browserPage, url, choice = { analytics: true, personalization: true }) {
  await openNpmPage(browserPage, url);
  await browserPage.evaluate(async (choice) => {
    await window.make();
    if (choice) window.client.consent.set(choice);
  }, choice);
  if (choice?.analytics) await browserPage.waitForFunction(() => window.client.events.recent().length > 0);
}
