// One short run of `make bench`, of ours and the limit: what it asserts are counts and a ratio, never a time.
import { stream } from "./stream.mjs";

export async function bench() {
  const { ok } = await stream([process.execPath, "tests/bench/run.mjs"], { BENCH: "smoke" });
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}
