// The sizes that the README claims are those that were built: within 3 %, since another compiler may move them a little.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { measure } from "../scripts/measure.mjs";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** Bytes and budget that the README's table has for an artefact. */
function claimed(name) {
  const line = readme.split("\n").find((line) => line.startsWith(`| ${name.replace(/[\w.-]+\.(js|wasm)/g, "`$&`")} |`));
  assert.ok(line, `the README has no line for ${name}`);
  return line.split("|").slice(3, 5).map((cell) => Number(cell.replaceAll(",", "")));
}

for (const { name, brotli, budget } of measure(true).filter(({ budget }) => budget)) {
  test(`the README says what ${name} weighs`, () => {
    const [bytes, limit] = claimed(name);
    assert.equal(limit, budget);
    assert.ok(Math.abs(bytes - brotli) <= brotli * 0.03, `the README says ${bytes}, it is ${brotli}`);
  });
}
