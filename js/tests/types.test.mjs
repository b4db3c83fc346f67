// `npx courtesy types`, run as a person would run it; and TypeScript itself on what it prints.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../bin/courtesy.mjs", import.meta.url));
const tsc = fileURLToPath(new URL("../node_modules/.bin/tsc", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "courtesy-types-"));

const schema = {
  required: ["plan"],
  properties: {
    plan: { enum: ["pro", "free"] },
    seats: { type: "integer" },
    "utm-tags": { type: "array", items: { type: ["string", "null"] } },
  },
};

function types(contracts) {
  const path = join(folder, "courtesy.json");
  writeFileSync(path, JSON.stringify({ events: { contracts } }));
  return spawnSync(process.execPath, [bin, "types", path], { encoding: "utf8" });
}

test("contracts are printed as TypeScript", () => {
  const { status, stdout, stderr } = types({ "Demo Requested": { schema } });
  assert.deepEqual([status, stderr], [0, ""]);
  assert.match(stdout, /export interface DemoRequested \{\n {2}plan: "pro" \| "free";\n {2}seats\?: number;\n/);
  assert.match(stdout, /export interface Events \{\n {2}"Demo Requested": DemoRequested;\n\}\n$/);
});

test("TypeScript takes them, and tells right calls from wrong ones", () => {
  writeFileSync(join(folder, "events.d.ts"), types({ "Demo Requested": { schema } }).stdout);
  const lines = [
    'import type { Events } from "./events";',
    "declare function track<Name extends keyof Events>(name: Name, properties: Events[Name]): void;",
    'track("Demo Requested", { plan: "pro", seats: 3, "utm-tags": ["a", null] });',
    'track("Demo Requested", { plan: "gold" });',
    'track("Demo Requested", { seats: 3 });',
    'track("Demo Requested", { plan: "pro", seat: 3 });',
    'track("Demo Request", { plan: "pro" });',
  ];
  writeFileSync(join(folder, "calls.ts"), lines.join("\n"));
  const { stdout } = spawnSync(tsc, ["--noEmit", "--strict", "--pretty", "false", join(folder, "calls.ts")], { cwd: folder, encoding: "utf8" });
  const wrong = [...stdout.matchAll(/calls\.ts\((\d+),/g)].map(([, line]) => Number(line));
  assert.deepEqual(wrong, [4, 5, 6, 7], stdout);
});

test("a contract that is wrong is said with its path, and nothing is printed", () => {
  const { status, stdout, stderr } = types({ "Demo Requested": { schema: { properties: { plan: { pattern: "a" } } } } });
  assert.deepEqual([status, stdout], [1, ""]);
  assert.match(stderr, /courtesy\.json: events\.contracts\.Demo Requested\.schema\.properties\.plan\.pattern: unknown: /);
});

test("a file that is not there, or no JSON, is said and fails", () => {
  const run = (path) => spawnSync(process.execPath, [bin, "types", path], { encoding: "utf8" });
  assert.match(run(join(folder, "absent.json")).stderr, /absent\.json: \(document\): missing/);
  writeFileSync(join(folder, "no.json"), "{");
  assert.match(run(join(folder, "no.json")).stderr, /no JSON/);
});
