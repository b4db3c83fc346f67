/**
 * A page with the consent UI and a client of its own in the engine's place, so that a story can show any state and sees each call.
 *
 * In the page: `window.client`, whose calls are in `window.calls`; `window.news(change)` is what another tab would bring;
 * `window.show(view)` opens; `window.shifts` and `window.violations` are what the browser noticed.
 */
import { siteWith } from "./altered-files.mjs";

const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/favicon.svg"><link rel="stylesheet" href="/stub.css"></head>
<body><header><a href="#end" id="first">To the end</a> <button type="button" id="opener">Privacy choices</button></header>
<main><h1>A page</h1>${"<p>Words that go on for a while, so that there is something to read and to scroll.</p>\n".repeat(30)}</main>
<footer><h2 id="end">The end</h2><p><a href="#first" id="last">The last link</a></p></footer>
<script type="module" src="/stub.js"></script></body></html>`;

const css = `:root { color-scheme: light dark; } body { font: 1rem/1.6 Georgia, serif; max-width: 44rem; margin: 0 auto; padding: 1rem; } a { color: inherit; }`;

const script = `
import { open } from "/courtesy/consent-ui.js";

const setup = JSON.parse(sessionStorage.getItem("setup") ?? "{}");
document.documentElement.lang = setup.lang ?? "en";
document.documentElement.dir = setup.dir ?? "ltr";

window.calls = [];
window.violations = [];
window.shifts = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective + " " + event.blockedURI));
new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value))).observe({ type: "layout-shift", buffered: true });

const service = (id, title, vendor, more) => ({ id, title, description: "What it does, in a sentence.", vendor, policy_url: vendor && "https://vendor.example/privacy", cookies: [], storage: [], databases: [], ...more });
const purposes = setup.purposes ?? [
  { id: "necessary", title: "Remember your answer", description: "So that we ask once. Holds no identifier.", necessary: true, services: [service("necessary/answer", "Your answer", "", { storage: ["courtesy.consent"] })] },
  { id: "analytics", title: "Count what is read", description: "Which pages and buttons are used, under a random number that stands for this browser.", necessary: false, services: [
    service("analytics/counter", "Counter", "Counting Ltd", { cookies: ["_ct", "_ct_*"], databases: ["ct-queue"] }),
    service("analytics/own", "Our own events", ""),
  ] },
  { id: "media", title: "Show films and maps", description: "Plays films and draws maps of other providers in the page.", necessary: false, services: [service("media/films", "Films", "Film House", { cookies: ["vis"], storage: ["player.*"] })] },
  { id: "personalization", title: "Fit the page to you", description: "Works out, on your own device, what you may be looking for.", necessary: false },
];
const listeners = new Set();
let state = {
  ask: true, mode: "opt-in", gpc: "honour", region: "DE", source: "hint", chosen_at_ms: null,
  purposes: { necessary: true, analytics: false, media: false, personalization: false },
  services: { "necessary/answer": true, "analytics/counter": false, "analytics/own": false, "media/films": false },
  ...setup.state,
};
window.news = (change) => {
  state = { ...state, ...change };
  for (const listener of listeners) listener(state);
};
window.client = {
  consent: {
    get: () => state,
    purposes: () => purposes,
    set(choice, shown) {
      window.calls.push({ choice, shown, atMs: performance.now() });
      const change = { ask: false, chosen_at_ms: Date.now(), purposes: { ...state.purposes }, services: { ...state.services } };
      for (const [id, is] of Object.entries(choice)) {
        if (id.includes("/")) continue;
        change.purposes[id] = is;
        for (const name of Object.keys(change.services)) if (name.startsWith(id + "/")) change.services[name] = is;
      }
      for (const [id, is] of Object.entries(choice)) if (id.includes("/")) change.services[id] = is;
      window.news(change);
    },
    why: () => ({ signal: !!setup.signal }),
    receipts: () => [{ v: 1, id: "r1" }],
    onChange(listener) {
      listeners.add(listener);
      listener(state);
      return () => listeners.delete(listener);
    },
  },
  visitor: {
    export: async () => ({ exported_at_ms: 1, consent: state }),
    erase: async () => {
      if (setup.eraseFails) return;
      window.news({ ask: false, chosen_at_ms: Date.now(), purposes: { necessary: true, analytics: false, media: false, personalization: false } });
      return { removed: [{ kind: "local", name: "courtesy.visitor" }, { kind: "database", name: "courtesy" }], left: [{ kind: "cookie", name: "_srv" }], kept: [{ kind: "local", name: "courtesy.consent" }] };
    },
  },
};
window.listeners = listeners;
window.show = (view = "banner", before = document.activeElement) => open(window.client, { text: setup.text ?? {}, locales: setup.locales ?? {} }, before, view);
document.querySelector("#opener").addEventListener("click", () => window.show(setup.opens ?? "preferences"));
if (setup.starts !== false) await window.show("banner");
window.isReady = true;
`;

export const stubSite = await siteWith({ "stub.html": html, "stub.css": css, "stub.js": script });

/**
 * Opens the page, in a state.
 *
 * @param {{ lang?: string, dir?: string, state?: object, text?: object, locales?: object, signal?: boolean, starts?: boolean,
 *   opens?: string, eraseFails?: boolean, purposes?: object[] }} [setup]
 */
export async function openStub(page, url, setup = {}) {
  await page.addInitScript((setup) => sessionStorage.setItem("setup", setup), JSON.stringify(setup));
  await page.goto(`${url}/stub`);
  await page.waitForFunction(() => window.isReady);
}

/** What `consent.set` was called with. */
export const calls = (page) => page.evaluate(() => window.calls);
