#!/usr/bin/env node
// The command line: `npx courtesy check courtesy.json` and `npx courtesy types courtesy.json`. Rules come from the tools module
// (src/tools); this only reads and prints.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const USAGE = `usage: courtesy check FILE [FILE …]
       courtesy types FILE`;
const [command, ...files] = process.argv.slice(2);
const isRight = command === "check" ? files.length > 0 : command === "types" && files.length === 1;

if (!isRight) {
  console.error(USAGE);
  process.exit(2);
}

const tools = createRequire(import.meta.url)("../dist/tools/courtesy_tools.js");
process.exit((command === "check" ? checkAll() : printTypes(files[0])) ? 0 : 1);

/** Says of each file what is wrong with it. Returns whether all can be used. */
function checkAll() {
  let problemCount = 0;
  for (const file of files) {
    const problems = problemsOf(file);
    // An overlap is a warning: the engine takes such a config, but its author may not have meant it.
    problemCount += problems.filter(({ kind }) => kind !== "overlap").length;
    if (problems.length === 0) console.log(`${file}: fine`);
    for (const problem of problems) say(file, problem);
  }
  return problemCount === 0;
}

/** @returns {{path: string, kind: string, message: string}[]} */
function problemsOf(file) {
  try {
    return tools.check(read(file));
  } catch (problem) {
    return [problem];
  }
}

/** Prints the event contracts of a file as TypeScript, for `npx courtesy types courtesy.json > events.d.ts`. */
function printTypes(file) {
  try {
    process.stdout.write(tools.types(read(file)));
    return true;
  } catch (problem) {
    say(file, problem);
    return false;
  }
}

/** The document in a file; throws a problem. */
function read(file) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw { path: "", kind: "missing", message: error.message };
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw { path: "", kind: "type", message: `no JSON: ${error.message}` };
  }
}

function say(file, { path, kind, message }) {
  console.error(`${file}: ${path || "(document)"}: ${kind}: ${message}`);
}
