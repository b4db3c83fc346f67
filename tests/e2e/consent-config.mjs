/** Configs of the consent stories: a few purposes with services, for the real engine. */

const PURPOSES = [
  { id: "necessary", title: "What the site needs", necessary: true },
  { id: "analytics", title: "Counting", services: [{ id: "counter", title: "The counter", vendor: "Counter Ltd" }] },
  { id: "marketing", title: "Advertising", services: [{ id: "video", title: "The video", vendor: "Video Ltd" }] },
];
/** As on the demo, but that events wait for company no longer than a story does. */
export const EVENTS = { endpoint: "/v1/batch", write_key: "demo", hold_before_choice: true, flush_after_ms: 250 };

/**
 * The options of a story's server: this consent config, with whatever the story has besides.
 *
 * @param {object} [consent]  Members of `consent`.
 * @param {object} [more]  Other parts of the config.
 */
export const withConsent = (consent = {}, more = {}) => ({ config: { consent: { purposes: PURPOSES, ...consent }, ...more } });

/** The browser sends Global Privacy Control, from the first page on. */
export const withSignal = (context) =>
  context.addInitScript(() => Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { value: true, configurable: true }));

/**
 * For stories about what a page does with a no, in which no banner may stand in the way: all is denied by the browser's signal, and
 * so nobody is asked and nothing is kept. An explicit yes counts all the same.
 */
export const UNASKED = { server: withConsent({ mode: "opt-out" }), prepare: withSignal };

/** Says yes or no as a visitor would. */
export const choose = (page, choice) => page.evaluate((choice) => window.courtesy.consent.set(choice), choice);

/** The rule behind each of these items, and whether it is allowed: `analytics: "choice yes"`. */
export const verdicts = (page, ...items) =>
  page.evaluate(
    (items) =>
      Object.fromEntries(
        items.map((item) => {
          const { rule, allowed } = window.courtesy.consent.why(item);
          return [item, `${rule} ${allowed ? "yes" : "no"}`];
        }),
      ),
    items,
  );
