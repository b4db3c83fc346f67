// Runs the rings of tests in order, and ends with a table and one line over all: `N passed, N failed`.
//
//   node tests/run.mjs              every ring
//   node tests/run.mjs host e2e     the named ones
//
// A ring that could not do its work counts as one failure, so that silence never looks like success.
import { rings } from "./rings/index.mjs";
import { report } from "./rings/report.mjs";

const names = process.argv.slice(2);
const unknown = names.filter((name) => !rings.some((ring) => ring.name === name));
if (unknown.length > 0) {
  console.error(`There is no ring ${unknown.join(", ")}. The rings: ${rings.map((ring) => ring.name).join(", ")}.`);
  process.exit(2);
}

const results = [];
for (const { name, title, run } of rings) {
  if (names.length > 0 && !names.includes(name)) continue;
  console.log(`\n── ${name}: ${title}`);
  const start = performance.now();
  let result;
  try {
    result = await run();
  } catch (error) {
    console.error(error);
    result = { passed: 0, failed: 1, note: "could not run" };
  }
  results.push({ name, seconds: (performance.now() - start) / 1000, ...result });
}

process.exitCode = report(results) === 0 ? 0 : 1;
