// A ring of plain commands, each of which is one test: formatting, lints, types.
import { stream } from "./stream.mjs";

export async function steps(commands) {
  let failed = 0;
  for (const command of commands) {
    const { ok } = await stream(command);
    if (!ok) failed += 1;
  }
  return { passed: commands.length - failed, failed };
}
