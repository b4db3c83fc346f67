/** Debug mode: the console tells what the engine says, and nothing without it. */
import assert from "node:assert/strict";
import { story } from "./browser.mjs";
import { arrived } from "./collected.mjs";
import { until } from "./until.mjs";
import { answer, track, visit, YES } from "./visitor.mjs";

/** The page's script tag with one more attribute. */
const withAttribute = (page, attribute) =>
  page.route("**/", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace("data-config=", `${attribute} data-config=`) });
  });

for (const attribute of ["data-debug", ""]) {
  story(attribute ? "With data-debug the console tells answers and events as they happen" : "Without it the console stays silent", {}, async ({ page, url, server }) => {
    const told = [];
    page.on("console", (message) => message.type() === "debug" && told.push(message.args()));
    await withAttribute(page, attribute);
    await visit(page, url);
    await answer(page, YES);
    await track(page, "Told", { n: 1 });
    await arrived(server, "Told");
    if (!attribute) return assert.deepEqual(told, []);
    const kinds = async () => Promise.all(told.map(async ([by, kind, payload]) => `${await by.jsonValue()} ${await kind.jsonValue()} ${(await payload?.jsonValue())?.name ?? ""}`));
    await until(async () => (await kinds()).includes("Courtesy recorded Told"));
    assert.ok((await kinds()).some((line) => line.startsWith("Courtesy consent")));
  });
}
