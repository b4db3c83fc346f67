// The tests of one folder, by Node's own runner.
import { existsSync, readdirSync } from "node:fs";
import { root } from "../../js/scripts/toolchain.mjs";
import { stream, sum } from "./stream.mjs";

export async function nodeTest(folder, flags = []) {
  const here = `${root}/${folder}`;
  // Node 20 has no patterns of its own, so the files are named.
  const files = existsSync(here) ? readdirSync(here).filter((file) => file.endsWith(".test.mjs")).sort() : [];
  if (files.length === 0) return { passed: 0, failed: 0, note: "no tests yet" };

  const { ok, output } = await stream(
    [process.execPath, "--test", "--test-reporter=spec", ...flags, ...files.map((file) => `${folder}/${file}`)],
    { FORCE_COLOR: "0" },
  );
  const passed = sum(output, /^ℹ pass (\d+)$/gm);
  const failed = sum(output, /^ℹ (?:fail|cancelled) (\d+)$/gm);
  if (!ok && failed === 0) return { passed, failed: 1, note: "did not finish" };
  const skipped = sum(output, /^ℹ (?:skipped|todo) (\d+)$/gm);
  return { passed, failed, note: skipped > 0 ? `${skipped} skipped` : passed + failed === 0 ? "no tests yet" : "" };
}
