// The closing table, and the one line that people and CI look for.

/** @returns {number} how many failed */
export function report(results) {
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  console.log(`\n${line("ring", "passed", "failed", "seconds")}`);
  for (const { name, passed, failed, seconds, note } of results) {
    console.log(line(name, passed, failed, seconds.toFixed(1), note));
  }
  console.log(`${line("", total("passed"), total("failed"), total("seconds").toFixed(1))}\n`);
  console.log(`${total("passed")} passed, ${total("failed")} failed`);
  return total("failed");
}

function line(name, passed, failed, seconds, note = "") {
  const cells = [name.padEnd(10), String(passed).padStart(7), String(failed).padStart(7), String(seconds).padStart(9)];
  return `${cells.join(" ")}  ${note}`.trimEnd();
}
