// Prints what each file costs a visitor, against its budget in js/budget.json; exit code 1 when one is passed.
import { measure } from "./measure.mjs";
import { toolchain } from "./toolchain.mjs";

const rows = measure(toolchain().small);
const bytes = (count) => count.toLocaleString("en-US");
const table = [
  ["", "raw", "gzip -9", "brotli 11", "budget", ""],
  ...rows.map(({ name, raw, gzip, brotli, budget, verdict }) => [
    name, bytes(raw), bytes(gzip), bytes(brotli), budget ? bytes(budget) : "", verdict,
  ]),
];
const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
for (const [name, ...cells] of table) {
  const numbers = cells.map((cell, index) =>
    index < 4 ? cell.padStart(widths[index + 1]) : cell,
  );
  console.log(`${name.padEnd(widths[0])}  ${numbers.join("  ")}`.trimEnd());
}

const over = rows.filter(({ verdict }) => verdict === "over");
const unjudged = rows.filter(({ verdict }) => verdict === "not judged");
if (unjudged.length > 0) {
  console.log("Not judged: built without rust-src, and the budgets are for the recipe that has it.");
}
console.log(
  over.length === 0
    ? "Every file that was judged is within its budget."
    : `Past the budget: ${over.map(({ name, brotli, budget }) => `${name} by ${bytes(brotli - budget)} bytes`).join(", ")}.`,
);
process.exitCode = over.length === 0 ? 0 : 1;
