// The scripts that reach the visitor, bundled and minified by esbuild.
import { readFileSync } from "node:fs";
import { Script } from "node:vm";
import { build } from "esbuild";
import { shortNames } from "./build-wasm.mjs";
import { root } from "./toolchain.mjs";

// Each file of its own, since each has its own moment: see DESIGN.md, "Files that reach the visitor".
const scripts = [
  { source: "boot", file: "courtesy", classic: true },
  { source: "index", file: "index" },
  { source: "engine", file: "engine" },
  { source: "consent-ui", file: "consent-ui" },
  { source: "rights", file: "rights" },
  { source: "cleaner", file: "cleaner" },
  { source: "gate", file: "gate" },
  { source: "adapters", file: "adapters" },
];

// A classic script, for a plain <script> tag. esbuild's own "iife" adds 400 bytes of CommonJS helpers to any script
// with an import(), none of them called.
const classicScript = { banner: { js: '(()=>{"use strict";' }, footer: { js: "})();" } };

/** What is loaded later stays a file of its own, beside the one that loads it. */
const laterStaysApart = {
  name: "later-stays-apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/(engine|consent-ui|rights|cleaner|gate|adapters)\.js$/ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path, external: true } : undefined,
    );
  },
};

const common = {
  absWorkingDir: `${root}/js`,
  alias: { "courtesy-glue": `${root}/target/pkg/courtesy.js` },
  plugins: [laterStaysApart],
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
