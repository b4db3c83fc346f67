/** A server that is not ours: started in a folder of its own on this machine only, and gone with the test, also a failed one. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../e2e/until.mjs";

/** How long a server has to answer for the first time, and how much of what it says is kept. */
const START_MS = 20_000;
const SAID_CHARACTERS = 4_000;

/** A port that nobody had a moment ago. */
export async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

export const ownFolder = (name) => mkdtemp(join(tmpdir(), `courtesy-${name}-`));

/**
 * @param {object} server
 * @param {string[]} server.command
 * @param {string} server.folder  Where it runs; deleted at the end.
 * @param {Record<string, string>} [server.env]  In addition.
 * @param {string} server.url  What answers once it has started.
 * @returns {Promise<{ stop: () => Promise<void> }>}  Rejects with its last words where it does not start.
 */
export async function startProcess({ command: [program, ...args], folder, env, url }) {
  const child = spawn(program, args, { cwd: folder, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => (said = (said + text).slice(-SAID_CHARACTERS)));
  }
  const ended = new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? signal));
    child.once("error", (error) => resolve((said += error.message)));
  });
  // Nothing that it has outlives the test, so it need not tidy up: ClickHouse would take seconds over it.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);

  const stop = async () => {
    kill();
    const how = await ended;
    process.off("exit", kill);
    await rm(folder, { recursive: true, force: true });
    // What died before was not tested against.
    if (how !== "SIGKILL") throw new Error(`${program} ended by itself (${how})\n${said}`);
  };
  const isUp = () => fetch(url).then((response) => response.text().then(() => true));
  try {
    await Promise.race([until(isUp, START_MS), ended.then((how) => Promise.reject(new Error(`ended: ${how}`)))]);
  } catch (error) {
    await stop().catch(() => {});
    throw new Error(`${program} did not start: ${error.message}\n${said}`);
  }
  return { stop };
}
