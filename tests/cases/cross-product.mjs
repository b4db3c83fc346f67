// Writes consent/cross.json: the verdict for every combination of law, signal, choice, age, revision and mark.
//
// This is the table of DESIGN.md written a second time, by somebody who reads it as a lawyer would: first what was said and
// whether it still counts, then what the law makes of it. The engine is not asked. Run it after the table has changed:
//
//   node tests/cases/cross-product.mjs
import { writeFileSync } from "node:fs";

const MODES = ["opt-in", "opt-out", "notice"];
const GPC = ["ignore", "honour", "final"];
const SIGNALS = ["off", "on"];
/** What was said: nothing, something that cannot be read, only about another purpose, or yes or no (`+` while GPC was on). */
const SAID = ["nothing", "unreadable", "other", "yes", "yes+", "no", "no+"];
const AGES = ["fresh", "old", "future"];
const REVISIONS = ["same", "older", "newer"];
const MARKS = ["same", "changed"];

function verdict({ mode, gpc, signal, said, age, revision, mark }) {
  const isHeard = signal === "on" && gpc !== "ignore";
  const isRecord = said !== "nothing" && said !== "unreadable";
  const isBelievable = isRecord && age !== "future" && revision !== "newer";
  const isAbout = said.startsWith("yes") || said.startsWith("no") && said !== "nothing";
  const counts = isBelievable && isAbout && age === "fresh" && revision === "same" && mark === "same";

  // A signal that is final is beyond what anybody says.
  if (isHeard && gpc === "final") return "denied gpc closed";

  // A no that counts, and where the law is not opt-in also one that has grown old.
  const isNo = isBelievable && said.startsWith("no") && said !== "nothing";
  if (isNo && (counts || mode !== "opt-in")) return "denied choice closed";

  if (counts) {
    const saidKnowing = said.endsWith("+");
    const isOverruled = isHeard && !saidKnowing;
    return isOverruled ? "denied gpc closed" : "allowed choice closed";
  }

  let why = "no_choice";
  if (said === "unreadable" || (isRecord && !isBelievable)) why = "invalid";
  else if (isAbout && revision === "older") why = "revised";
  else if (isAbout && age === "old") why = "expired";
  else if (isAbout && mark === "changed") why = "changed";

  if (mode === "opt-in") return `denied ${why} open`;
  if (isHeard) return "denied gpc closed";
  if (why === "invalid") return "denied invalid open";
  return mode === "opt-out" ? "allowed opt_out open" : "allowed notice open";
}

const cases = [];
for (const mode of MODES) {
  for (const gpc of GPC) {
    const rows = [];
    for (const signal of SIGNALS)
      for (const said of SAID)
        for (const age of said === "nothing" || said === "unreadable" ? ["fresh"] : AGES)
          for (const revision of said === "nothing" || said === "unreadable" ? ["same"] : REVISIONS)
            for (const mark of /yes|no\+?$/.test(said) ? MARKS : ["same"]) {
              const row = { mode, gpc, signal, said, age, revision, mark };
              rows.push(`${signal} ${said} ${age} ${revision} ${mark}: ${verdict(row)}`);
            }
    cases.push({ name: `${mode}, and GPC counts as ${gpc}`, law: { mode, gpc }, rows });
  }
}
const about =
  "The full cross product of law, signal, choice, age, revision and mark, written by tests/cases/cross-product.mjs. A row: " +
  "`signal said age revision mark: verdict rule open-or-closed`.";
const lines = cases.map(({ name, law, rows }) =>
  `    { "name": ${JSON.stringify(name)}, "law": ${JSON.stringify(law)}, "rows": [\n${rows.map((row) => `      ${JSON.stringify(row)}`).join(",\n")}\n    ] }`,
);
const text = `{\n  "about": ${JSON.stringify(about)},\n  "cases": [\n${lines.join(",\n")}\n  ]\n}\n`;
writeFileSync(new URL("consent/cross.json", import.meta.url), text);
console.log(`${cases.reduce((sum, { rows }) => sum + rows.length, 0)} rows in ${cases.length} cases`);
