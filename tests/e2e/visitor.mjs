/** What a visitor does on the demo, in the visitor's own terms: by what can be seen and pressed. */
import { until } from "./until.mjs";

/** The words of www/courtesy.json. */
export const YES = "Yes to all";
export const NO = "No to all";
export const SOME = "Only what I ticked";
export const EVALUATOR_TITLE = "One price a harbour, and a season to be sure of it.";
export const DEFAULT_TITLE = "Your whole harbour, before the kettle has boiled.";

/** Goes to a page and waits until Courtesy has made up its mind there. */
export async function visit(page, url) {
  await page.goto(url);
  return settled(page);
}

/** `"running"` or `"inert"`. */
export const settled = (page) => {
  const ready = () => page.evaluate(() => window.courtesy.ready);
  // Under load Chromium's debugger lets go of a promise now and then. One of the page's own that is gone is gone the second time, too.
  return ready().catch((error) => (/garbage collected/.test(error) ? ready() : Promise.reject(error)));
};

export const banner = (page) => page.locator("courtesy-consent section");

/** Presses one of the banner's buttons, and waits until the banner has gone. */
export async function answer(page, label) {
  await page.getByRole("button", { name: label }).click();
  await banner(page).waitFor({ state: "detached" });
}

/** Opens the banner again by the footer's button. */
export async function reopen(page) {
  await page.locator('footer [data-courtesy-open=""]').click();
  await banner(page).waitFor();
}

/** Says something to the SDK, and tells at what time by the page's own clock. */
export const track = (page, name, properties) =>
  page.evaluate(
    ([name, properties]) => {
      const atMs = Date.now();
      window.courtesy.track(name, properties);
      return atMs;
    },
    [name, properties],
  );

/** Reads three pages as somebody does who compares offers. */
export async function evaluate(page, url) {
  for (const path of ["/pricing", "/docs", "/features"]) await visit(page, url + path);
}

export const heroTitle = (page) => page.locator("courtesy-slot[name=hero] h1").textContent();

/** Waits until the engine knows that a purpose is allowed, or not. */
export const allowed = (page, purpose, is = true) =>
  until(() => page.evaluate(([purpose, is]) => window.courtesy.consent.get()?.purposes[purpose] === is, [purpose, is]));
