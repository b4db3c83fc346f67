// Lists of blockers look for files that are named after consent, cookies, tracking or advertising, also where they are the site's own.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

test("no file that reaches the visitor has a name that blockers look for", () => {
  const files = readdirSync(new URL("../dist/", import.meta.url), { recursive: true }).map(String);
  const served = files.filter((file) => /\.(js|wasm)$/.test(file) && !file.startsWith("tools"));
  assert.ok(served.includes("courtesy.js") && served.includes("ask.js"), served.join());
  for (const file of served) assert.doesNotMatch(file, /consent|cookie|gdpr|privacy|track|analytic|banner|(^|\W)ads?(\W|$)/i);
});
