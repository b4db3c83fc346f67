/**
 * A page with the consent UI over the real engine, brought into the state that a story is about by the visitor's own acts.
 *
 * In the page: `window.client`, whose `consent.set` is noted in `window.calls`; `window.show(view)` opens, and waits until it is there;
 * `window.listening` is how many listen to changes; `window.shifts` and `window.violations` are what the browser noticed.
 */
import { siteWith } from "./altered-files.mjs";
import { withSignal } from "./consent-config.mjs";

const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/favicon.svg"><link rel="stylesheet" href="/page.css"></head>
<body><header><a href="#end" id="first">To the end</a> <button type="button" id="opener">Privacy choices</button></header>
<main><h1>A page</h1>${"<p>Words that go on for a while, so that there is something to read and to scroll.</p>\n".repeat(30)}</main>
<footer><h2 id="end">The end</h2><p><a href="#first" id="last">The last link</a></p></footer>
<script type="module" src="/page.js"></script></body></html>`;

const css = `:root { color-scheme: light dark; } body { font: 1rem/1.6 Georgia, serif; max-width: 44rem; margin: 0 auto; padding: 1rem; } a { color: inherit; }`;

const script = `
import { createCourtesy } from "/courtesy/index.js";

const setup = JSON.parse(sessionStorage.getItem("setup") ?? "{}");
document.documentElement.lang = setup.lang ?? "en";
document.documentElement.dir = setup.dir ?? "ltr";

window.calls = [];
window.violations = [];
window.shifts = [];
window.listening = 0;
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective + " " + event.blockedURI));
new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value))).observe({ type: "layout-shift", buffered: true });
// The day of an answer is on the screen: then it is that day.
if (setup.now) Date.now = () => setup.now + Math.round(performance.now());

const service = (id, title, vendor, more) => ({ id, title, description: "What it does, in a sentence.", ...(vendor && { vendor, policy_url: "https://vendor.example/privacy" }), ...more });
const purposes = setup.purposes ?? [
  { id: "necessary", title: "Remember your answer", description: "So that we ask once. Holds no identifier.", necessary: true, services: [service("answer", "Your answer", "", { storage: ["courtesy.consent"] })] },
  { id: "analytics", title: "Count what is read", description: "Which pages and buttons are used, under a random number that stands for this browser.", services: [
    service("counter", "Counter", "Counting Ltd", { cookies: ["_ct", "_ct_*"], databases: ["ct-queue"] }),
    service("own", "Our own events", ""),
  ] },
  { id: "media", title: "Show films and maps", description: "Plays films and draws maps of other providers in the page.", services: [service("films", "Films", "Film House", { cookies: ["vis"], storage: ["player.*"] })] },
  { id: "personalization", title: "Fit the page to you", description: "Works out, on your own device, what you may be looking for." },
];
const { text = {}, locales = {} } = setup;
const client = (window.client = createCourtesy({ region: "DE", config: { consent: { purposes, text, locales, ...setup.consent }, ...setup.config } }));
const { consent } = client;
const { open, set, onChange } = consent;
window.show = async (view = "banner") => {
  consent.open(view);
  const isThere = () => document.querySelector("courtesy-consent")?.shadowRoot.querySelector(view === "banner" ? "section" : "dialog");
  while (!isThere()) await new Promise((done) => setTimeout(done, 10));
};
document.querySelector("#opener").addEventListener("click", () => consent.open(setup.opens ?? "preferences"));

// What was answered before the story begins was answered in peace.
consent.open = () => {};
await client.ready;
if (setup.answers) set(setup.answers);
consent.set = (choice, shown) => {
  window.calls.push({ choice, shown, atMs: performance.now() });
  set(choice, shown);
};
consent.onChange = (listener) => {
  const stop = onChange(listener);
  window.listening += 1;
  return () => stop() && (window.listening -= 1);
};
consent.open = open;
if (consent.get().ask) await window.show("banner");
window.isReady = true;
`;

export const pageSite = await siteWith({ "page.html": html, "page.css": css, "page.js": script });

/** A visitor who has been there before, and said no to everything, or yes. */
export const ALL_NO = { analytics: false, media: false, personalization: false };
export const ALL_YES = { analytics: true, media: true, personalization: true };

/**
 * Opens the page, in a state.
 *
 * @param {{ lang?: string, dir?: string, text?: object, locales?: object, purposes?: object[], consent?: object, config?: object,
 *   signal?: boolean, opens?: string, answers?: object, now?: number }} [setup]  Words and purposes of the config, its other parts;
 *   whether the browser sends Global Privacy Control; what the opener opens; what was answered before; what time it is.
 */
export async function openPage(page, url, setup = {}) {
  if (setup.signal) await withSignal(page);
  await page.addInitScript((setup) => sessionStorage.setItem("setup", setup), JSON.stringify(setup));
  await page.goto(`${url}/page`);
  await page.waitForFunction(() => window.isReady);
}

/** What `consent.set` was called with. */
export const calls = (page) => page.evaluate(() => window.calls);
