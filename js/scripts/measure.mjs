// Measures what each published artefact weighs, as a visitor's connection sees it.
import { readdirSync, readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { root } from "./toolchain.mjs";

/**
 * One row for each artefact of js/budget.json. An artefact of several files is compressed file by file, since that
 * is how they travel. Of a row `folder/*`, of which a visitor loads one file, it is the largest.
 *
 * @param {boolean} small  whether the Wasm was built by the recipe that its budget is for
 * @returns {{name: string, raw: number, gzip: number, brotli: number, budget?: number, verdict: string}[]}
 */
export function measure(small) {
  const artefacts = JSON.parse(readFileSync(`${root}/js/budget.json`, "utf8"));
  return artefacts.map(({ name, files, brotli: budget }) => {
    const weighed = files.map((file) => (file.endsWith("/*") ? largest(file.slice(0, -2)) : weigh(readFileSync(`${root}/js/dist/${file}`))));
    const sum = (key) => weighed.reduce((total, one) => total + one[key], 0);
    const judged = small || !files.some((file) => file.endsWith(".wasm"));
    const row = { name, raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli"), budget };
    return { ...row, verdict: !budget ? "" : !judged ? "not judged" : row.brotli > budget ? "over" : "ok" };
  });
}

function largest(folder) {
  const files = readdirSync(`${root}/js/dist/${folder}`).map((file) => weigh(readFileSync(`${root}/js/dist/${folder}/${file}`)));
  return files.sort((one, other) => other.brotli - one.brotli)[0];
}

function weigh(content) {
  const brotli = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  return { raw: content.length, gzip: gzipSync(content, { level: 9 }).length, brotli: brotli.length };
}
