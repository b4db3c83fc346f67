// The two sides of the door say the same: calls, tags and keys stand once in TypeScript and once in Rust, and nothing else compares them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
/** The part of a text between two others. */
function between(text, start, end) {
  const from = text.indexOf(start);
  assert.ok(from >= 0, `${start} is there`);
  return text.slice(from + start.length, text.indexOf(end, from));
}
/** The members of an enum of TypeScript without numbers of its own, by which they count from 0. */
function members(text, name) {
  const body = between(text, `export const enum ${name} {`, "\n}").replace(/\/\*\*[^]*?\*\/|\/\/.*/g, "");
  assert.doesNotMatch(body, /=/, "numbers are given by the order");
  return body.split(",").map((member) => member.trim()).filter(Boolean);
}
const screaming = (name) => name.replace(/(?<=.)(?=[A-Z])/g, "_").toUpperCase();

test("each call has the same name and number on both sides", () => {
  const ours = members(read("js/src/host/door.ts"), "Call").map((name, number) => [screaming(name), number]);
  const rust = between(read("src/browser/door.rs"), "mod call {", "\n}");
  const theirs = [...rust.matchAll(/const (\w+): u32 = (\d+);/g)].map(([, name, number]) => [name, Number(number)]);
  assert.ok(ours.length > 20);
  assert.deepEqual(ours, theirs);
});

test("each tag stands for the same on both sides", () => {
  const ours = members(read("js/src/host/flatten.ts"), "Tag");
  const rust = read("src/browser/door.rs");
  const arms = between(rust, "match tag {", "\n    }\n}");
  const theirs = [];
  for (const [, number, body] of arms.matchAll(/^ {8}(\d+) => ([^]*?)(?=^ {8}\S+ => )/gm)) theirs[number] = body.match(/Value::(\w+(?:\((?:true|false)\))?)(?!.*Value::)/s)[1];
  const [, fault] = rust.match(/const FAULT: u32 = (\d+);/);
  theirs[fault] = "Fault";
  // All that no other arm takes.
  assert.match(arms, /_ => Value::Null/);
  theirs[0] = "Null";
  const words = { "Bool(false)": "False", "Bool(true)": "True" };
  assert.deepEqual(theirs.map((name) => words[name] ?? name), ours);
});

test("the page reads the keys that the engine keeps, in the order in which the engine takes them", () => {
  const script = read("js/src/host/store.ts");
  const [, consent] = script.match(/const CONSENT = "([^"]+)"/);
  const ours = between(script, "const KEYS = [", "]").split(",").map((key) => (key.trim() === "CONSENT" ? consent : JSON.parse(key)));
  const effect = read("src/core/effect.rs");
  const named = Object.fromEntries([...effect.matchAll(/Key::(\w+) => "(courtesy\.\w+)"/g)].map(([, name, key]) => [key, name]));
  const all = [...between(effect, "pub const ALL:", "];").split("=")[1].matchAll(/Key::(\w+)/g)].map(([, name]) => name);
  assert.deepEqual(ours.map((key) => named[key]).sort(), all.sort(), "every one, and no other");
  const taken = between(read("src/browser/store.rs"), "let [", "] = ").split(", ");
  assert.deepEqual(taken, [...ours.map((key) => named[key].toLowerCase()), "shared"]);
});
