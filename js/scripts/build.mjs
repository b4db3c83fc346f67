// Builds everything that is published: the visitor's Wasm, the tools' Wasm, the scripts and their types, into js/dist.
//
//   target/pkg         what wasm-pack makes of the root package: the glue, and the Wasm before wasm-opt
//   js/dist/*.js       the doors (boot script, npm door, engine) and what is loaded later
//   js/dist/lang       the words of banner and dialog, by language
//   js/dist/types      their declarations
//   js/dist/tools      the typed config check, for Node
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { buildLanguages, buildScripts } from "./build-scripts.mjs";
import { buildTools, buildVisitorWasm } from "./build-wasm.mjs";
import { run } from "./run.mjs";
import { root, toolchain } from "./toolchain.mjs";

const dist = `${root}/js/dist`;
const tools = toolchain();
mkdirSync(dist, { recursive: true });

await step("courtesy.wasm", () => buildVisitorWasm(tools, dist));
await step("tools", () => buildTools(tools, dist));
await step("the scripts", () => buildScripts(dist));
await step("lang/*.js", () => buildLanguages(dist));
await step("types", () => {
  rmSync(`${dist}/types`, { recursive: true, force: true });
  run(`${root}/js/node_modules/.bin/tsc`, ["--noEmit", "false", "--emitDeclarationOnly"], { cwd: `${root}/js` });
});
// npm packs a licence only from the package's own folder.
for (const file of ["LICENSE", "LICENSE-MIT", "LICENSE-APACHE"]) copyFileSync(`${root}/${file}`, `${dist}/${file}`);

/** Runs one step and says what it made and how long that took. */
async function step(name, make) {
  const start = performance.now();
  const remark = await make();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`built   ${name} (${[remark, `${seconds} s`].filter(Boolean).join(", ")})`);
}
