// What set-up found on this machine (target/setup.env), and what follows from it for building Wasm.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The repository's root, as a path without a slash at its end. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/**
 * @typedef {object} Toolchain
 * @property {Record<string, string | undefined>} env  for every program that we start
 * @property {boolean} small  whether releases are built by the recipe that the budgets are for
 * @property {Record<string, string>} releaseEnv  in addition, for a release of the visitor's module
 * @property {string[]} releaseArgs  for cargo, for a release of the visitor's module
 * @property {string[]} wasmArgs  for cargo, for any other Wasm: checks, tests, tools
 */

/** @returns {Toolchain} */
export function toolchain() {
  const found = readSetup();
  const env = { ...process.env, PATH: `${found.COURTESY_TOOLS}:${process.env.PATH}` };
  env.COURTESY_CHROMIUM = found.COURTESY_CHROMIUM;
  env.CHROMEDRIVER = found.CHROMEDRIVER;

  // Building the standard library ourselves, for size and without any text for panics and their places, saves a fifth of the Wasm.
  // These cargo flags are not stable yet; RUSTC_BOOTSTRAP lets the stable compiler take them, for releases only.
  const small = found.COURTESY_RUST !== "rustup";
  const releaseEnv = small
    ? { RUSTC_BOOTSTRAP: "1", RUSTFLAGS: "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Clink-arg=--no-merge-data-segments" }
    : {};
  const releaseArgs = small
    ? ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]
    : [];

  // Debian ships no ready-made standard library for wasm32, so there every build makes it.
  const wasmArgs = found.COURTESY_RUST === "debian" ? ["-Zbuild-std=std,panic_abort"] : [];
  if (wasmArgs.length > 0) env.RUSTC_BOOTSTRAP = "1";

  return { env, small, releaseEnv, releaseArgs, wasmArgs };
}

function readSetup() {
  let text;
  try {
    text = readFileSync(`${root}/target/setup.env`, "utf8");
  } catch {
    console.error("This clone is not set up yet: run `make setup` first.");
    process.exit(1);
  }
  return Object.fromEntries(
    text.split("\n").filter(Boolean).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}
