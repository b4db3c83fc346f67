// The two Wasm modules, by wasm-pack; the visitor's goes through wasm-opt as well, and is split in two.
import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { grantedFunctions } from "./granted-functions.mjs";
import { run } from "./run.mjs";
import { splitWasm } from "./split-wasm.mjs";
import { root } from "./toolchain.mjs";

// The programs are found by set-up: wasm-pack must neither download nor choose any.
const wasmPack = (path, target, out, name) => [
  ...["--log-level", "error", "build", path, "--target", target, "--out-dir", out, "--out-name", name],
  ...["--mode", "no-install", "--no-opt", "--no-pack", "--no-gitignore"],
];

/** The visitor's module, in two files: each kilobyte counts. */
export function buildVisitorWasm(tools, dist) {
  const { env, small, releaseEnv, releaseArgs } = tools;
  const out = `${root}/target/pkg`;
  // `-p`: in a workspace with default members, cargo would build them all, and wasm-pack takes whichever came last.
  // A target folder of its own: RUSTC_BOOTSTRAP changes how proc-macro2 is built, so that in a shared one this build
  // and all others would undo each other, at 15 seconds a time.
  const cargo = ["-p", "courtesy", "--target-dir", `${env.CARGO_TARGET_DIR ?? `${root}/target`}/visitor`, ...releaseArgs];
  run("wasm-pack", [...wasmPack(root, "web", out, "courtesy"), "--", ...cargo], { env: { ...env, ...releaseEnv } });
  refuseDefaultPath(`${out}/courtesy.js`);

  const fresh = optimize(`${out}/courtesy_bg.wasm`, dist);
  const recipe = small ? "small recipe" : "ready-made standard library: bigger";
  return fresh ? recipe : `${recipe}, unchanged`;
}

/** The tools module: comfort counts, so the ready-made standard library will do. */
export function buildTools({ env, wasmArgs }, dist) {
  const out = `${dist}/tools`;
  rmSync(out, { recursive: true, force: true });
  run("wasm-pack", [...wasmPack(`${root}/src/tools`, "nodejs", out, "courtesy_tools"), "--", ...wasmArgs], { env });
  // Glue for Node is CommonJS, in the middle of an ES package.
  writeFileSync(`${out}/package.json`, '{ "type": "commonjs" }\n');
}

/**
 * The engine always says where its Wasm lies, so the glue needs no guess of its own - a guess that bundlers follow,
 * packing the Wasm twice or failing on a file that is not there. Cargo.toml asks wasm-bindgen to leave it out.
 */
function refuseDefaultPath(glue) {
  if (!readFileSync(glue, "utf8").includes("courtesy_bg.wasm'")) return;
  console.error(`build: ${glue} guesses where its Wasm lies. Cargo.toml must have omit-default-module-path = true`);
  console.error("build: under [package.metadata.wasm-pack.profile.release.wasm-bindgen].");
  process.exit(1);
}

// Beside -Oz alone, after brotli: converging saves 0.4 %; leaving functions of one caller where they are, and like beside
// like, 2 %, since brotli finds more in a function that looks like its neighbour than in one that was inlined.
// That nothing lies below the address 1,024 (there ends the stack, which begins at a megabyte) and that memory is zero at first
// saves another 0.4 %.
const wasmOptFlags = [
  ...["-Oz", "--converge", "-ocimfs", "15"],
  ...["--low-memory-unused", "--zero-filled-memory", "-g"],
];
const shortening = ["--minify-imports-and-exports-and-modules", "-g"];

/**
 * wasm-opt takes seconds, so it runs only for a Wasm it has not seen. Says whether it ran.
 *
 * It also gives imports and exports short names, of which it prints a map; esbuild renames the glue by it
 * (build-scripts.mjs). The long names cost 3 KB of brotli: each stands in both files, with a hash that does not compress.
 * Functions keep their names until the end: by these they are put in order, and it is known which belong into granted.wasm.
 */
function optimize(input, dist) {
  const isGranted = grantedFunctions();
  const outputs = [`${dist}/courtesy.wasm`, `${dist}/granted.wasm`];
  const stamp = `${root}/target/courtesy.wasm.sha256`;
  const hash = recipeHash(isGranted.methods).update(readFileSync(input)).digest("hex");
  if ([...outputs, namesFile, stamp].every(existsSync) && readFileSync(stamp, "utf8") === hash) return false;
  const wasmOpt = `${root}/js/node_modules/binaryen/bin/wasm-opt`;
  // Into another file until it is done: a build that is broken off must not leave glue and Wasm at odds.
  const unfinished = `${root}/target/courtesy.unfinished.wasm`;
  rmSync(stamp, { force: true });
  run(process.execPath, [wasmOpt, ...wasmOptFlags, input, "-o", unfinished]);
  // A run of its own: while converging it would shorten the short names again.
  const names = openSync(namesFile, "w");
  const shorten = [wasmOpt, ...shortening, unfinished, "-o", unfinished];
  run(process.execPath, shorten, { stdio: ["ignore", names, "inherit"] });
  closeSync(names);
  const { first, later, entries } = splitWasm(readFileSync(unfinished), isGranted);
  writeFileSync(`${root}/target/granted.wasm.entries.json`, JSON.stringify(entries, null, 1));
  [first, later].forEach((wasm, index) => {
    writeFileSync(unfinished, wasm);
    renameSync(unfinished, outputs[index]);
  });
  writeFileSync(stamp, hash);
  return true;
}

/** All but the Wasm itself that the result depends on. */
function recipeHash(methods) {
  const hash = createHash("sha256").update([...wasmOptFlags, ...shortening, ...methods].join());
  return hash.update(readFileSync(new URL("split-wasm.mjs", import.meta.url)));
}

const namesFile = `${root}/target/courtesy.wasm.names.json`;

/** Long name → short name, of everything that glue and Wasm call each other by. */
export function shortNames() {
  const { imports, exports } = readNames();
  const glued = imports.filter(([module]) => module !== HOST);
  return Object.fromEntries([...glued.map(([module]) => [module, "a"]), ...glued.map(([, long, short]) => [long, short]), ...exports]);
}

/** What the Wasm takes from js/src/host without glue between them: [name, short name]. */
export function directImports() {
  return readNames().imports.filter(([module]) => module === HOST).map(([, long, short]) => [long, short]);
}

/** The module that `extern` blocks of src/browser name. */
const HOST = "courtesy-host";

function readNames() {
  return JSON.parse(readFileSync(namesFile, "utf8"));
}
