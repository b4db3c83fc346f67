/** Forms: that one was begun, sent or left, with counts, and never with a value. */
import assert from "node:assert/strict";
import { captured, events } from "./captured-page.mjs";
import { quiet, until } from "./until.mjs";

const on = { forms: true, views: true };
const body = `<form id="demo" name="request"><input name="name"><input name="email" type="email"><input name="token" type="hidden" value="t">
  <label><input type="radio" name="size" value="s">Small</label> <label><input type="radio" name="size" value="l">Large</label>
  <select name="country"><option>DE<option>AT</select><textarea id="message"></textarea><button>Send</button></form>
  <script>document.forms.demo.addEventListener("submit", (event) => event.preventDefault());</script>`;
const form = { form_id: "demo", form_name: "request", selector: "#demo", fields: 5 };

captured("A form is begun once, and sent with how much was filled in, but nothing of what", { on, body }, async ({ page, told }) => {
  await page.fill("[name=name]", "Hidden Person");
  await page.click("text=Large");
  await page.click("text=Small");
  await page.focus("select"); // Playwright's own choice is a script's.
  await page.keyboard.press("a");
  await page.locator("textarea").pressSequentially("a secret");
  await page.click("button");
  await page.click("button");
  const sent = ["Form Submitted", { ...form, filled: 4, last_field: "message" }];
  assert.deepEqual(events(await told()), [["Form Started", form], sent, sent]);
  assert.doesNotMatch(JSON.stringify(await told()), /Hidden|secret|AT|"s"|"l"/);
  // What was sent is not left.
  await page.evaluate(() => history.pushState(null, "", "/thanks"));
  await until(async () => (await told()).some(({ view }) => view));
  assert.equal(events(await told()).length, 3);
});

captured("A form that was begun and not sent is left: with its view, and with the page", { on, body }, async ({ page, url, told, forget }) => {
  await page.fill("[name=email]", "jane@example.com");
  await page.evaluate(() => {
    document.forms.demo.remove();
    history.pushState(null, "", "/next");
  });
  await until(async () => (await told()).some(({ view }) => view));
  const left = ["Form Abandoned", { ...form, filled: 1, last_field: "email" }];
  assert.deepEqual(events(await told()), [["Form Started", form], left]);

  await page.goto(url);
  await forget();
  await page.fill("[name=email]", "jane@example.com");
  await page.evaluate(() => {
    // A tab in the background is not left.
    Object.defineProperty(Document.prototype, "hidden", { get: () => true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  assert.deepEqual(events(await told()), [["Form Started", form]]);
  await page.goto(`${url}/away`);
  assert.deepEqual(events(await told()), [["Form Started", form], left]);
});

captured(
  "A script that fills in a form begins none, an author's name is taken, and what is to be ignored is",
  {
    on,
    body: `<form id="one" data-courtesy-event="Demo Requested"><input name="a"><button>One</button></form>
      <div data-courtesy-ignore><form id="two"><input name="b"><button>Two</button></form></div>
      <form id="search"><input name="q" data-courtesy-ignore></form>
      <script>addEventListener("submit", (event) => event.preventDefault());</script>`,
  },
  async ({ page, told }) => {
    await page.evaluate(() => {
      const field = document.querySelector("[name=a]");
      field.value = "by script";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await page.locator("[name=b]").pressSequentially("x");
    await page.locator("[name=q]").pressSequentially("x");
    await page.click("text=Two");
    await page.click("text=One");
    assert.deepEqual(events(await told()), [["Demo Requested", { form_id: "one", selector: "#one", fields: 1, filled: 0 }]]);
  },
);

captured(
  "A form in a shadow root, and one whose fields bear the names of its members",
  {
    on,
    body: `<shadow-form></shadow-form><script>
        const root = document.querySelector("shadow-form").attachShadow({ mode: "open" });
        root.innerHTML = '<form name="inner"><input name="in"><button>Inner</button></form>';
      </script>
      <form><input name="id"><input name="elements"><input name="getRootNode"><input name="name"><input name="getAttribute"><input name="matches"><button>Outer</button></form>
      <script>for (const one of [root, window]) one.addEventListener("submit", (event) => event.preventDefault());</script>`,
  },
  async ({ page, told, forget }) => {
    await page.locator("[name=in]").pressSequentially("xy");
    await page.click("text=Inner");
    const inner = { form_name: "inner", selector: 'form[name="inner"]', fields: 1 };
    assert.deepEqual(events(await told()), [["Form Started", inner], ["Form Submitted", { ...inner, filled: 1, last_field: "in" }]]);
    await forget();
    await page.focus("[name=id]");
    await page.keyboard.type("xy");
    await page.focus("text=Outer");
    await page.keyboard.press("Enter");
    await quiet(50);
    const outer = { selector: "html > body > form", fields: 6 };
    assert.deepEqual(events(await told()), [["Form Started", outer], ["Form Submitted", { ...outer, filled: 1, last_field: "id" }]]);
  },
);
