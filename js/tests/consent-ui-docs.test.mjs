// docs/consent-ui.md names every key, every custom property, every part and every language that there is, and no other.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const docs = read("../../docs/consent-ui.md");
const scripts = readdirSync(new URL("../src", import.meta.url)).filter((file) => /^consent-\w+\.ts$/.test(file)).map((file) => read(`../src/${file}`)).join("\n");
const sorted = (all) => [...new Set(all)].sort();
const found = (text, pattern) => sorted([...text.matchAll(pattern)].map(([, name]) => name));

test("every custom property", () => {
  const table = docs.split("\n").filter((line) => line.startsWith("| `--")).join("\n");
  assert.deepEqual(found(table, /`(--courtesy-[\w-]+)`/g), found(read("../src/consent-style.css"), /var\((--courtesy-[\w-]+)/g));
});

test("every key", () => {
  const table = docs.split("\n").filter((line) => /^\| `[a-z_]+`/.test(line) && !line.includes("analytics")).map((line) => line.split("|")[1]);
  assert.deepEqual(found(table.join(), /`([a-z_]+)`/g), Object.keys(JSON.parse(read("../src/lang/de.json"))).sort());
});

test("every part", () => {
  const used = [...found(scripts, /part: "(\w+)"/g), ...found(scripts, /\["(\w+)", text\[/g), ...found(scripts, /\bact\("(\w+)"/g), "button", "close"];
  const [line] = docs.match(/^Parts:[^]*?\. To/m);
  assert.deepEqual(found(line, /`(\w+)`/g), sorted(used));
});

test("every language", () => {
  const [line] = docs.match(/our file for that language: [^;]*/);
  assert.deepEqual(sorted(line.split(": ")[1].match(/\b[a-z]{2}\b/g)), readdirSync(new URL("../src/lang", import.meta.url)).map((file) => file.slice(0, 2)).sort());
});
