// The root package's tests, compiled to Wasm and run by a headless Chromium.
import { existsSync, writeFileSync } from "node:fs";
import { root, toolchain } from "../../js/scripts/toolchain.mjs";
import { CHROMIUM_FLAGS } from "../chromium-flags.mjs";
import { countCargo } from "./cargo-test.mjs";
import { stream } from "./stream.mjs";

export async function wasmTest() {
  if (!existsSync(`${root}/tests/wasm/main.rs`)) return { passed: 0, failed: 0, note: "no tests yet" };
  const { env, wasmArgs } = toolchain();
  // Which browser differs by machine, so this file is made, not kept.
  const capabilities = `${root}/target/webdriver.json`;
  writeFileSync(
    capabilities,
    JSON.stringify({ "goog:chromeOptions": { binary: env.COURTESY_CHROMIUM, args: CHROMIUM_FLAGS } }, null, 2),
  );
  const browser = ["--headless", "--chrome", "--chromedriver", env.CHROMEDRIVER, "--mode", "no-install"];
  // For cargo, and without a `--` before it: wasm-pack hides what stands behind one from its own first build, which
  // would then compile every crate of the workspace for wasm32, host-only proptest included.
  const cargo = ["-p", "courtesy", "--test", "wasm", ...wasmArgs];
  return countCargo(
    await stream(["wasm-pack", "--log-level", "error", "test", ...browser, root, ...cargo], {
      WASM_BINDGEN_TEST_WEBDRIVER_JSON: capabilities,
      // The default of 20 seconds is for idle machines.
      WASM_BINDGEN_TEST_TIMEOUT: "120",
    }),
  );
}
