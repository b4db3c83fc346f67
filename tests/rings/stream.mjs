// Runs one program, passing its output on as it comes and keeping it for counting.
import { spawn } from "node:child_process";
import { root, toolchain } from "../../js/scripts/toolchain.mjs";

/** Nothing of ours takes this long; a browser that hangs does. */
const LIMIT_MS = 20 * 60 * 1000;

/**
 * @param {string[]} command
 * @param {Record<string, string>} [env]  in addition to the toolchain's
 * @returns {Promise<{ok: boolean, output: string}>}  rejects when the program cannot be started
 */
export function stream([program, ...args], env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...toolchain().env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: LIMIT_MS,
    });
    let output = "";
    const pass = (from, to) =>
      from.setEncoding("utf8").on("data", (text) => {
        output += text;
        to.write(text);
      });
    pass(child.stdout, process.stdout);
    pass(child.stderr, process.stderr);
    child.on("error", reject);
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}

/** The sum of a number that a pattern finds (its first group) wherever it occurs. */
export function sum(output, pattern) {
  return [...output.matchAll(pattern)].reduce((total, [, count]) => total + Number(count), 0);
}
