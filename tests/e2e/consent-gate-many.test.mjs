/** What the gate costs a page with very many gated nodes and services. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { choose, withConsent } from "./consent-config.mjs";
import { serve } from "./gated-page.mjs";
import { quiet, until } from "./until.mjs";
import { visit } from "./visitor.mjs";

const COUNT = 5_000;
const services = Array.from({ length: 100 }, (_, n) => ({ id: `service-${n}`, title: `Service ${n}`, vendor: `Vendor ${n}` }));
const server = withConsent({ purposes: [{ id: "analytics" }, { id: "marketing", services }] });
const image = (name) => `<img data-courtesy="marketing/service-1" data-courtesy-src="data:," class="${name}">`;

story("One look asks the engine once, however many nodes come, and one node more costs no look at the others", { server }, async ({ page, url, context }) => {
  await serve(context, "/gated", { body: `<main>${image("first")}</main>` });
  await visit(page, `${url}/gated`);
  await choose(page, { marketing: true });
  await until(() => page.evaluate(() => document.querySelector(".first").hasAttribute("src")));
  const asked = await page.evaluate(
    async ([html, count]) => {
      const { get } = window.courtesy.consent;
      let asked = 0;
      window.courtesy.consent.get = () => ((asked += 1), get());
      const main = document.querySelector("main");
      const seen = new Set();
      Element.prototype.hasAttribute = new Proxy(Element.prototype.hasAttribute, {
        apply(has, node, names) {
          if (node.localName === "img") seen.add(node);
          return Reflect.apply(has, node, names);
        },
      });
      // The look itself is a microtask after the change.
      const change = async (markup) => {
        asked = 0;
        seen.clear();
        main.insertAdjacentHTML("beforeend", markup);
        await null;
        return [asked, seen.size];
      };
      return { many: await change(html.repeat(count)), oneMore: await change(html) };
    },
    [image("more"), COUNT],
  );
  assert.deepEqual(asked, { many: [1, COUNT], oneMore: [1, 1] });
  await until(() => page.evaluate(() => document.querySelectorAll("img:not([src])").length === 0), 15_000);
  // Taken back between a look and the letting in: that is asked again.
  await page.evaluate((html) => {
    document.querySelector("main").insertAdjacentHTML("beforeend", html);
    queueMicrotask(() => window.courtesy.consent.set({ marketing: false }));
  }, image("late"));
  await quiet(400);
  assert.equal(await page.locator("img[src]").count(), 0);
});
