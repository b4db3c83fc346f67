// The rings, in their order: cheap before dear, inner before outer. Each answers how many tests passed and failed.
import { root, toolchain } from "../../js/scripts/toolchain.mjs";
import { bench } from "./bench.mjs";
import { budgets } from "./budgets.mjs";
import { cargoTest } from "./cargo-test.mjs";
import { collector } from "./collector.mjs";
import { nodeTest } from "./node-test.mjs";
import { rig } from "./rig.mjs";
import { steps } from "./steps.mjs";
import { wasmTest } from "./wasm-test.mjs";

const { wasmArgs } = toolchain();
const deny = ["--", "-D", "warnings"];
const wasm32 = ["--target", "wasm32-unknown-unknown", ...wasmArgs];
const tsc = `${root}/js/node_modules/.bin/tsc`;

/** @type {{name: string, title: string, run: () => Promise<{passed: number, failed: number, note?: string}>}[]} */
export const rings = [
  { name: "fmt", title: "Rust is formatted", run: () => steps([["cargo", "fmt", "--all", "--check"]]) },
  {
    name: "clippy",
    title: "Rust has no lints, for the host and for wasm32",
    run: () =>
      steps([
        ["cargo", "clippy", "--workspace", "--all-targets", ...deny],
        ["cargo", "clippy", "-p", "courtesy", "-p", "courtesy-core", "-p", "courtesy-tools", "--lib", ...wasm32, ...deny],
      ]),
  },
  { name: "host", title: "cases, properties and examples on the host", run: cargoTest },
  { name: "wasm", title: "the same cases in a browser's Wasm", run: wasmTest },
  { name: "types", title: "TypeScript agrees with itself", run: () => steps([[tsc, "--noEmit", "-p", `${root}/js`]]) },
  { name: "collector", title: "the demo's collector, over both databases", run: collector },
  { name: "js", title: "the scripts without a browser", run: () => nodeTest("js/tests") },
  { name: "size", title: "every artefact within its budget", run: budgets },
  { name: "bench", title: "everything recorded arrives, at a price near the limit", run: bench },
  // One file at a time: each owns a browser and a server, and we have two cores.
  { name: "e2e", title: "the stories, in a real browser", run: () => nodeTest("tests/e2e", ["--test-concurrency=1"]) },
  { name: "rig", title: "delivery to a real receiver that is ill: nginx and ClickHouse", run: rig },
];
