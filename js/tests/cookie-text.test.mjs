// The consent record in a cookie: only characters that a cookie may have, and whatever cannot be read is handed over as it stands.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const entry = fileURLToPath(new URL("../src/host/cookie-text.ts", import.meta.url));
const { text } = buildSync({ entryPoints: [entry], bundle: true, format: "esm", write: false }).outputFiles[0];
const { decode, encode } = await import(`data:text/javascript,${encodeURIComponent(text)}`);

test("what was encoded is decoded, whatever stands in it", () => {
  for (const text of ["", '{"v":1,"at":1764000000000}', '{"granted":["größe/名前","🍪"]}', "???>>>~~~", "\u0000", "a", "ab", "abc"]) {
    const value = encode(text);
    assert.match(value, /^[\w-]*$/, text);
    assert.equal(value, Buffer.from(text).toString("base64url"));
    assert.equal(decode(value), text);
  }
});

test("a record takes a third more than its text, not twice as much", () => {
  const text = JSON.stringify({ granted: Array.from({ length: 40 }, (_, n) => `purpose-${n}`) });
  assert.ok(encode(text).length < text.length * 1.34);
});

test("a value that is none of ours is its own text", () => {
  for (const value of ["%7B%22v%22%3A1%2C%22at%22%3A17%2", "%E0%A4%A", "hello", "1", "{}", "a=b"]) assert.equal(decode(value), value);
});
