// Each budget of js/budget.json is one test.
import { measure } from "../../js/scripts/measure.mjs";
import { toolchain } from "../../js/scripts/toolchain.mjs";
import { stream } from "./stream.mjs";

export async function budgets() {
  await stream([process.execPath, "js/scripts/size.mjs"]);
  const verdicts = measure(toolchain().small).map(({ verdict }) => verdict);
  const count = (one) => verdicts.filter((verdict) => verdict === one).length;
  const unjudged = count("not judged");
  return { passed: count("ok"), failed: count("over"), note: unjudged > 0 ? `${unjudged} not judged` : "" };
}
