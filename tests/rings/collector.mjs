// The demo's collector, over DuckDB and, where its server can be had, over ClickHouse. Where not, its tests say so and are skipped.
import { nodeTest } from "./node-test.mjs";
import { stream } from "./stream.mjs";

export async function collector() {
  await stream(["scripts/setup/rig.sh"]);
  return nodeTest("www/tests");
}
