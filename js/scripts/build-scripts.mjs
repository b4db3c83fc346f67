// The scripts that reach the visitor, bundled and minified by esbuild.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Script } from "node:vm";
import { build, transform } from "esbuild";
import { directImports, shortNames } from "./build-wasm.mjs";
import { PRIMARY } from "./split-wasm.mjs";
import { root } from "./toolchain.mjs";

// Each file of its own, since each has its own moment: see DESIGN.md, "Files that reach the visitor".
const scripts = [
  { source: "boot", file: "courtesy", classic: true },
  { source: "index", file: "index" },
  { source: "engine", file: "engine" },
  { source: "granted", file: "granted" },
  { source: "ask", file: "ask" },
  { source: "rights", file: "rights" },
  { source: "cleaner", file: "cleaner" },
  { source: "gate", file: "gate" },
  { source: "adapters", file: "adapters" },
  { source: "zones", file: "zones" },
  { source: "countersign", file: "countersign" },
  { source: "links", file: "links" },
  { source: "autocapture", file: "autocapture" },
  { source: "vitals", file: "vitals" },
];

// A classic script, for a plain <script> tag. esbuild's own "iife" adds 400 bytes of CommonJS helpers to any script
// with an import(), none of them called.
const classicScript = { banner: { js: '(()=>{"use strict";' }, footer: { js: "})();" } };

/** What is loaded later stays a file of its own, beside the one that loads it. */
const laterStaysApart = {
  name: "later-stays-apart",
  setup({ onResolve }) {
    // From a folder of js/src the file is one level up, but in js/dist all are beside each other.
    onResolve({ filter: /^\.\.?\/(engine|granted|ask|rights|cleaner|gate|adapters|zones|countersign|links|autocapture|vitals)\.js$/ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path: path.replace("../", "./"), external: true } : undefined,
    );
    onResolve({ filter: /^\.\/lang\/\w+\.json$/ }, ({ path }) => ({ path: path.replace(".json", ".js"), external: true }));
  },
};

/** A style sheet goes into its script as a text: a constructed one needs no `unsafe-inline`. */
const stylesAreTexts = {
  name: "styles-are-texts",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const options = { loader: "css", minify: true, target: ["chrome111", "firefox113", "safari16.4"] };
      const { code } = await transform(readFileSync(path, "utf8"), options);
      return { contents: code.trim(), loader: "text" };
    });
  },
};

const glue = `${root}/target/pkg/courtesy.js`;

/**
 * The glue with three more exports, by which engine.ts loads the Wasm itself: `imports`, `finish` and `importsOfGranted`. The ways to load that the
 * glue brings are thereby left out, a third of it. What needs no conversion the Wasm takes from `courtesy-host` directly, and
 * all under one name for the module, as wasm-opt has shortened it.
 */
const gluePlugin = {
  name: "glue",
  setup({ onLoad }) {
    onLoad({ filter: /\/target\/pkg\/courtesy\.js$/ }, ({ path }) => {
      const direct = directImports();
      const names = direct.map(([name]) => name).join(", ");
      // What comes with granted.js is looked for at each call: it is not there yet.
      const call = (name) => (LATER.has(name) ? `() => ${name}()` : name);
      const short = direct.map(([name, short]) => `${short}: ${call(name)}`).join(", ");
      // For each function that it takes directly the glue names the whole module once more.
      const text = readFileSync(path, "utf8").replace(/^import \* as import\d+ .*$|^ *"courtesy-host": import\d+,$/gm, "");
      const loading = `
        import { ${names} } from "courtesy-host";
        export const imports = () => ({ a: { ...__wbg_get_imports()["./courtesy_bg.js"], ${short} } });
        export const importsOfGranted = ({ exports }) => ({ ...imports(), ${PRIMARY}: exports });
        export { __wbg_finalize_init as finish };`;
      return { contents: text + loading, resolveDir: `${root}/js` };
    });
  },
};

/** The functions of granted.js that the Wasm takes without conversion; none of these takes anything. */
const LATER = new Set(["begin", "commit", "deleteQueue", "giveUp", "openQueue", "readRows", "relay", "stand", "withdraw"]);

const common = {
  absWorkingDir: `${root}/js`,
  alias: { "courtesy-glue": glue, "courtesy-host": `${root}/js/src/host/index.ts` },
  plugins: [laterStaysApart, stylesAreTexts, gluePlugin],
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  // Properties with one leading underscore are ours alone and get short names. Two belong to wasm-bindgen, whose
  // import names must stay as the Wasm has them.
  mangleProps: /^_[^_]/,
  logLevel: "warning",
};

export async function buildScripts(outdir) {
  const mangleCache = await commonNames(outdir);
  for (const { source, file, classic } of scripts) {
    const entryPoints = { [file]: `src/${source}.ts` };
    const names = source === "engine" ? shortenedGlue() : { mangleCache };
    await build({ ...common, ...(classic ? classicScript : {}), ...names, entryPoints, outdir });
    // Throws when something stayed in it that only a module may have.
    if (classic) new Script(readFileSync(`${outdir}/${file}.js`, "utf8"), { filename: `${file}.js` });
  }
}

/** The words of banner and dialog, a module for each language; js/src/consent-words.ts says why a module. */
export function buildLanguages(outdir) {
  rmSync(`${outdir}/lang`, { recursive: true, force: true });
  mkdirSync(`${outdir}/lang`);
  for (const file of readdirSync(`${root}/js/src/lang`)) {
    const words = JSON.parse(readFileSync(`${root}/js/src/lang/${file}`, "utf8"));
    writeFileSync(`${outdir}/lang/${file.replace(".json", ".js")}`, `export default${JSON.stringify(words)};\n`);
  }
}

/** The names by which glue and Wasm call each other, as wasm-opt shortened them in the Wasm; nothing else is renamed. */
function shortenedGlue() {
  const mangleCache = shortNames();
  const escaped = Object.keys(mangleCache).map((name) => name.replace(/[.$/]/g, "\\$&"));
  return { mangleCache, mangleProps: new RegExp(`^(?:${escaped.join("|")})$`), mangleQuoted: true };
}

/**
 * The scripts hand objects to each other, so a private property needs the same short name in all of them, and one that
 * no other property has in any of them: one pass over all, of which only the names are kept.
 */
async function commonNames(outdir) {
  const entryPoints = Object.fromEntries(scripts.map(({ source, file }) => [file, `src/${source}.ts`]));
  const { mangleCache } = await build({ ...common, entryPoints, outdir, write: false, mangleCache: {} });
  return mangleCache;
}
