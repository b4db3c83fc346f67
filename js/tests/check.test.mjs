// `npx courtesy check`, run as a person would run it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../bin/courtesy.mjs", import.meta.url));
const demo = fileURLToPath(new URL("../../www/courtesy.json", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "courtesy-check-"));

const usage = "usage: courtesy check FILE [FILE …]\n       courtesy types FILE\n";

function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

function file(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test("the demo's config is fine", () => {
  assert.deepEqual(run("check", demo), { status: 0, stdout: `${demo}: fine\n`, stderr: "" });
});

test("each problem is one line with file, path, kind and reason", () => {
  const config = {
    events: { flush_at: 0 },
    intent: { intents: { buy: { signals: [{ id: "a", when: {}, points: "ten" }] } } },
  };
  const path = file("broken.json", JSON.stringify(config));
  const { status, stderr } = run("check", path);
  assert.equal(status, 1);
  assert.match(stderr, /broken\.json: events\.flush_at: value: /);
  assert.match(stderr, /broken\.json: intent\.intents\.buy\.signals\[0\]\.points: type: .*must be a number/);
});

test("names that two items share are said, and do not fail the check", () => {
  const purposes = [{ id: "a", cookies: ["_ga"] }, { id: "b", cookies: ["_g*"] }];
  const { status, stdout, stderr } = run("check", file("overlap.json", JSON.stringify({ consent: { purposes } })));
  assert.deepEqual([status, stdout], [0, ""]);
  assert.match(stderr, /consent\.purposes\[1\]\.cookies\[0\]: overlap: .*`_g\*` may be the same as `_ga` of `a`/);
});

test("a misspelt name is a problem, at the top and deep down", () => {
  const { stderr } = run("check", file("misspelt.json", JSON.stringify({ slots: { hero: { rule: [] } } })));
  assert.match(stderr, /slots\.hero\.rule: unknown: .*known are `variants`, `rules`/);
});

test("a file that is no JSON, or not there, is said and fails", () => {
  assert.match(run("check", file("no.json", "{")).stderr, /no JSON/);
  assert.match(run("check", join(folder, "absent.json")).stderr, /absent\.json: \(document\): missing/);
  assert.equal(run("check", file("no.json", "{")).status, 1);
});

test("a wrong call says how to call it", () => {
  assert.deepEqual(run(), { status: 2, stdout: "", stderr: usage });
  assert.deepEqual(run("types"), { status: 2, stdout: "", stderr: usage });
  assert.deepEqual(run("types", demo, demo), { status: 2, stdout: "", stderr: usage });
});
