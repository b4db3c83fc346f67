/**
 * A stand-in for engine.js, for the stories about what the page's side of consent does with the engine's word.
 *
 * STUB: the core of this issue is written beside these stories. When it has landed, this is the one place to switch over: serve
 * the real engine.js with the config of `STUB_CONFIG`'s purposes (and `external`, `google` as below), and take `window.stub` apart
 * story by story: `notify("clean", …)` becomes a withdrawal, `answers` becomes `consent.why()`.
 *
 * It allows what `window.allowedAtFirst` says, has no banner, and keeps what it was given in `window.stub`.
 */
import { sdkWith } from "./altered-files.mjs";

const ENGINE = `
const PURPOSES = [
  { id: "necessary", title: "What the site needs", description: "", necessary: true, services: [] },
  { id: "analytics", title: "Counting", description: "", necessary: false, services: [
    { id: "analytics/counter", title: "The counter", description: "", vendor: "Counter Ltd", policy_url: "", cookies: [], storage: [], databases: [] } ] },
  { id: "marketing", title: "Advertising", description: "", necessary: false, services: [
    { id: "marketing/video", title: "The video", description: "", vendor: "Video Ltd", policy_url: "", cookies: [], storage: [], databases: [] } ] },
];
const items = PURPOSES.flatMap(({ id, services }) => [id, ...services.map((service) => service.id)]);
export async function load(config, wasm, notify) {
  const allowed = { necessary: true, ...(window.allowedAtFirst ?? {}) };
  let chosenAtMs = null;
  const is = (item) => allowed[item] ?? allowed[item.split("/")[0]] ?? false;
  const consent = () => ({
    ask: false, mode: "opt-in", gpc: "honour", region: null, source: "unknown", chosen_at_ms: chosenAtMs,
    purposes: Object.fromEntries(items.filter((item) => !item.includes("/")).map((item) => [item, is(item)])),
    services: Object.fromEntries(items.filter((item) => item.includes("/")).map((item) => [item, is(item)])),
  });
  const google = () => {
    const word = (item) => (is(item) ? "granted" : "denied");
    return {
      ad_storage: word("marketing"), ad_user_data: word("marketing"), ad_personalization: word("marketing"),
      analytics_storage: word("analytics"), functionality_storage: word("necessary"),
      personalization_storage: "denied", security_storage: word("necessary"),
    };
  };
  const stub = (window.stub = { shown: [], answers: [], notify, erase() {} });
  const choose = (answers, shown) => {
    for (const [item, yes] of Object.entries(answers)) {
      for (const known of Object.keys(allowed)) if (known.startsWith(item + "/")) delete allowed[known];
      allowed[item] = yes;
    }
    chosenAtMs = Date.now();
    if (shown) stub.shown.push(shown);
    notify("consent", consent());
  };
  const views = {
    consent, google, purposes: () => PURPOSES, consent_text: () => ({ text: {}, locales: {} }), receipts: () => [{ v: 1, id: "r1" }],
    why: (purpose) => ({ purpose, allowed: is(purpose), rule: "choice" }), recent: () => [{ name: "Recorded" }],
    scores: () => ({ buy: 3 }), explain: (intent) => ({ intent, score: 3, contributions: [] }),
    slot_names: () => ["hero"], decide: (slot) => ({ slot, variant: "default" }), next: () => null,
    external: () => window.externalManager ?? null,
  };
  return {
    start() {}, track() {}, page() {}, region() {}, slot() {}, choose,
    erase: () => stub.erase(),
    external(answers) { stub.answers.push(answers); },
    view: (name, of) => views[name]?.(of) ?? null,
  };
}`;

/** The SDK's files with the stand-in among them. */
export const stubbedSdk = () => sdkWith({ "engine.js": ENGINE });

/** Says yes or no as a visitor would. */
export const choose = (page, choice) => page.evaluate((choice) => window.courtesy.consent.set(choice), choice);
