// Rust's tests on the host, documentation examples included, and how cargo's output is counted.
import { stream, sum } from "./stream.mjs";

export async function cargoTest() {
  // Every crate is tried even after a failure, so that the numbers are of the whole.
  return countCargo(await stream(["cargo", "test", "--workspace", "--no-fail-fast"]));
}

/** A failure without a failed test is a crate that did not compile, or a runner that died: one failure. */
export function countCargo({ ok, output }) {
  const passed = sum(output, /^test result: .*?(\d+) passed/gm);
  const failed = sum(output, /^test result: .*?(\d+) failed/gm);
  if (!ok && failed === 0) return { passed, failed: 1, note: "did not finish" };
  return passed + failed === 0 ? { passed, failed, note: "no tests yet" } : { passed, failed };
}
