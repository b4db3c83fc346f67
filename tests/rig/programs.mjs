/** Where scripts/setup/rig.sh found or unpacked the rig's two servers. */
import { readFileSync } from "node:fs";
import { root } from "../../js/scripts/toolchain.mjs";

/** @returns {{ CLICKHOUSE: string, CLICKHOUSE_LIBRARIES: string, NGINX: string }}  Throws where the rig was not set up. */
export function programs() {
  const lines = readFileSync(`${root}/target/rig.env`, "utf8").split("\n").filter(Boolean);
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}
