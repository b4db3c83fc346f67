// One Wasm becomes two: the one that every visitor loads, and the functions that only some of them need, for later.
//
// The second works in the memory of the first and calls its functions by name. Where the first calls one of the second, it does so
// through a table, which the second fills as it is instantiated: before, such a call finds an empty place and traps.
// (binaryen's own wasm-split does the same; it is not in the npm package, and Debian's is years older than our wasm-opt.)
import { createHash } from "node:crypto";
import binaryen from "binaryen";
import { reachedData, readSegments, withSegments } from "./wasm-data.mjs";

/** Under which the second module imports from the first. */
export const PRIMARY = "b";

/**
 * @param {Uint8Array} wasm  With the names of its functions.
 * @param {(name: string) => boolean} isLater  Which functions move, by name. What only they call moves along.
 * @param {import("./wasm-data.mjs").Segment[]} constants  Its data as the linker left it, a segment for each constant: wasm-opt cuts
 *   them at every run of zeros, and then nobody knows what belongs together.
 * @returns {{first: Uint8Array, later: Uint8Array, entries: string[]}} `entries`: what the first calls of the second.
 */
export function splitWasm(wasm, isLater, constants) {
  binaryen.setDebugInfo(true);
  const first = binaryen.readBinary(wasm);
  const functions = functionsOf(first);
  const { stays, calls } = reached(first, functions, isLater);
  const moves = [...functions.values()].filter(({ name, body }) => body && !stays.has(name));
  const entries = moves.filter(({ name }) => calls.has(name));
  if (entries.length === 0) throw new Error("split-wasm: nothing moves. Has the Wasm the names of its functions?");
  const used = new Set(moves.flatMap(({ uses }) => uses));

  const later = new binaryen.Module();
  later.setFeatures(first.getFeatures());
  const freeName = unusedNames(first);
  // Of two builds that were mixed up the one must not call into the other: no such name, no instance.
  const hash = createHash("sha256").update(wasm).update(moves.map(({ name }) => name).join());
  const table = `${freeName()}${hash.digest("hex").slice(0, 8)}`;

  share(first, later, freeName, used);
  for (const { name, params, results, vars, body } of moves) {
    later.addFunction(name, params, results, vars, later.copyExpression(body));
  }
  for (const { name, module, base, params, results, body } of functions.values()) {
    if (!used.has(name) || later.getFunction(name)) continue;
    const short = body ? freeName() : base;
    if (body) first.addFunctionExport(name, short);
    later.addFunctionImport(name, body ? PRIMARY : module, short, params, results);
  }

  first.addTable(LATER, entries.length, entries.length, binaryen.funcref);
  first.addTableExport(LATER, table);
  later.addTable(LATER, entries.length, entries.length, binaryen.funcref);
  later.addTableImport(LATER, PRIMARY, table);
  later.addActiveElementSegment(LATER, "entries", entries.map(({ name }) => name), later.i32.const(0));
  for (const { name } of moves) first.removeFunction(name);
  entries.forEach((entry, index) => addDetour(first, entry, index));
  // What no function that stays can reach lies in memory only once the second is there.
  const numbers = (names) => [...names].flatMap((name) => functions.get(name).numbers);
  const needed = reachedData(constants, [...numbers(stays), ...globals(first)]);
  const isNeeded = ({ at }) => [...needed].some((constant) => constant.at <= at && at < constant.at + constant.bytes.length);
  const segments = readSegments(wasm).map((segment) => ({ ...segment, stays: isNeeded(segment) }));
  return {
    first: withSegments(finish(first), segments.filter(({ stays }) => stays)),
    later: withSegments(finish(later), segments.filter(({ stays }) => !stays), segments.filter(({ stays }) => stays)),
    entries: entries.map(({ name }) => name),
  };
}

/** The table through which the first module calls the second. */
const LATER = "later";

/** Name → what binaryen knows of it, and the names that it uses. */
function functionsOf(module) {
  const functions = new Map();
  const texts = new Map();
  for (const text of module.emitText().split(/\n(?= \()/)) {
    const [, name] = text.match(/^ \(func (\$(?:"[^"]*"|[^\s)]+))/) ?? [];
    if (name) texts.set(unquoted(name), text);
  }
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const info = binaryen.getFunctionInfo(module.getFunctionByIndex(index));
    const text = info.body ? texts.get(info.name) : "";
    if (text === undefined) throw new Error(`split-wasm: no text of ${info.name}`);
    const uses = [...text.matchAll(USE)].map(([, name]) => unquoted(name));
    const numbers = [...text.matchAll(NUMBER)].flatMap(([, number]) => AROUND.map((step) => (Number(number) >>> 0) + step));
    functions.set(info.name, { ...info, uses, numbers });
  }
  return functions;
}

const USE = /\((?:call|return_call|ref\.func|global\.get|global\.set) (\$(?:"[^"]*"|[^\s)]+))/g;
/** What may be an address: constants, and what is added to the address of a load or a store. */
const NUMBER = /\b(?:i32\.const |offset=)(-?\d+)/g;
/**
 * Where else an address may mean something. Loops count from below zero up to it, so that it points behind the end of a table, or to a
 * field behind it; or from one on.
 */
const AROUND = [0, -1, -5, -9, -13, 1];
const unquoted = (name) => name.replace(/^\$"?|"$/g, "");

/**
 * What can be reached while the second module is not there, from outside or through the table: the functions that stay, and those
 * that move but are called.
 */
function reached(module, functions, isLater) {
  const [stays, calls] = [new Set(), new Set()];
  const next = [...tableEntries(module), ...exportsOf(module).map(({ value }) => value)];
  const start = module.getStart();
  if (start) next.push(binaryen.getFunctionInfo(start).name);
  for (let name; (name = next.pop()) !== undefined; ) {
    if (!functions.has(name) || stays.has(name)) continue;
    if (isLater(name)) {
      calls.add(name);
      continue;
    }
    stays.add(name);
    next.push(...functions.get(name).uses);
  }
  return { stays, calls };
}

function tableEntries(module) {
  return count(module.getNumElementSegments()).flatMap((index) => binaryen.getElementSegmentInfo(module.getElementSegmentByIndex(index)).data);
}

function exportsOf(module) {
  return count(module.getNumExports()).map((index) => binaryen.getExportInfo(module.getExportByIndex(index)));
}

const count = (length) => [...Array(length).keys()];

/** The values that globals begin with. */
function globals(module) {
  return count(module.getNumGlobals()).map((index) => {
    const { init } = binaryen.getGlobalInfo(module.getGlobalByIndex(index));
    return init ? (binaryen.getExpressionInfo(init).value ?? 0) : 0;
  });
}

/** Memory, globals and the table of function pointers: the second module has the first one's. */
function share(first, later, freeName, used) {
  const memory = exportsOf(first).find(({ kind }) => kind === binaryen.ExternalMemory);
  const { initial, max } = first.getMemoryInfo(memory.value);
  later.setMemory(initial, max ?? -1, null, [], false, false, memory.value);
  later.addMemoryImport(memory.value, PRIMARY, memory.name);
  for (const index of count(first.getNumGlobals())) {
    const { name, type, mutable } = binaryen.getGlobalInfo(first.getGlobalByIndex(index));
    if (!used.has(name)) continue;
    const short = freeName();
    first.addGlobalExport(name, short);
    later.addGlobalImport(name, PRIMARY, short, type, mutable);
  }
  for (const index of count(first.getNumElementSegments())) {
    const { table } = binaryen.getElementSegmentInfo(first.getElementSegmentByIndex(index));
    if (later.getTable(table)) continue;
    const { initial, max } = binaryen.getTableInfo(first.getTable(table));
    const short = freeName();
    first.addTableExport(table, short);
    later.addTable(table, initial, max ?? -1, binaryen.funcref);
    later.addTableImport(table, PRIMARY, short);
  }
}

/** In the place of a function that moved: calls it through the table. */
function addDetour(module, { name, params, results }, index) {
  const types = binaryen.expandType(params);
  const passed = types.map((type, index) => module.local.get(index, type));
  module.addFunction(name, params, results, [], module.call_indirect(LATER, module.i32.const(index), passed, params, results));
}

/** Two letters for each further name; the one-letter ones are wasm-opt's. */
function unusedNames(module) {
  const taken = new Set(exportsOf(module).map(({ name }) => name));
  const letters = "abcdefghijklmnopqrstuvwxyz";
  let next = 0;
  return () => {
    for (;;) {
      const name = letters[Math.floor(next / 26)] + letters[next % 26];
      next += 1;
      if (!taken.has(name)) return name;
    }
  };
}

/** The last step, for which the names are of use (brotli likes like beside like), and after which they are not. */
function finish(module) {
  if (!module.validate()) throw new Error("split-wasm: the Wasm is no longer valid");
  const passes = ["remove-unused-module-elements", "reorder-functions-by-name", "strip-debug"];
  // Without the sections about the tools that made it: 0.2 %.
  module.runPasses([...passes, "strip-producers", "strip-target-features"]);
  binaryen.setDebugInfo(false);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}
