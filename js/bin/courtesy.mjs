#!/usr/bin/env node
// The command line: `npx courtesy check courtesy.json`. Rules come from the tools module (src/tools); this only reads and prints.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const USAGE = "usage: courtesy check FILE [FILE …]";
const [command, ...files] = process.argv.slice(2);

if (command !== "check" || files.length === 0) {
  console.error(USAGE);
  process.exit(2);
}

const { check } = createRequire(import.meta.url)("../dist/tools/courtesy_tools.js");
let problemCount = 0;
for (const file of files) {
  const problems = problemsOf(file);
  // An overlap is a warning: the engine takes such a config, but its author may not have meant it.
  problemCount += problems.filter(({ kind }) => kind !== "overlap").length;
  if (problems.length === 0) console.log(`${file}: fine`);
  for (const { path, kind, message } of problems) console.error(`${file}: ${path || "(document)"}: ${kind}: ${message}`);
}
process.exit(problemCount > 0 ? 1 : 0);

/** @returns {{path: string, kind: string, message: string}[]} */
function problemsOf(file) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    return [{ path: "", kind: "missing", message: error.message }];
  }
  try {
    return check(JSON.parse(text));
  } catch (error) {
    return [{ path: "", kind: "type", message: `no JSON: ${error.message}` }];
  }
}
