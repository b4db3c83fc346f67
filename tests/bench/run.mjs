/**
 * `make bench`: what we and our peers cost, measured side by side, written into docs/bench.md.
 *
 *   node tests/bench/run.mjs [MEASURE …]     every measure, or the named ones
 *   BENCH=long | short | smoke | ROUNDS      how often: 15 rounds (the default), 3; or one of ours and the limit alone, which
 *                                            writes nothing and fails where a bound is passed (the ring `bench`)
 *
 * A measure is a file of measures/; a peer one of peers/. Neither knows the other.
 */
import { readFile, writeFile } from "node:fs/promises";
import { root } from "../../js/scripts/toolchain.mjs";
import { openBrowser } from "./frame/browser.mjs";
import { preface, withSection } from "./frame/document.mjs";
import { openSite } from "./frame/site.mjs";
import * as recording from "./measures/recording.mjs";
import { PEERS } from "./peers/index.mjs";

/**
 * @typedef {object} Measure
 * @property {string} name
 * @property {string} title  Its heading.
 * @property {(stage: Stage) => Promise<string>} report  Measures, and says it in Markdown.
 * @property {(stage: Stage) => Promise<void>} smoke  Measures once; rejects where a bound is passed.
 */
/**
 * @typedef {object} Stage
 * @property {import("playwright-core").Browser} browser
 * @property {import("./frame/site.mjs").Site} site
 * @property {import("./peers/index.mjs").Peer[]} peers
 * @property {number} rounds
 * @property {(line: string) => void} say
 */

/** @type {Measure[]} */
const MEASURES = [recording];
const ROUNDS = { long: 15, short: 3, smoke: 1 };
const DOCUMENT = `${root}/docs/bench.md`;

const form = process.env.BENCH ?? "long";
const rounds = ROUNDS[form] ?? Number(form);
const names = process.argv.slice(2);
const unknown = names.filter((name) => !MEASURES.some((measure) => measure.name === name));
if (unknown.length > 0 || !(rounds >= 1)) {
  const known = MEASURES.map(({ name }) => name).join(", ");
  console.error(unknown.length > 0 ? `There is no measure ${unknown.join(", ")}. The measures: ${known}.` : `BENCH=${form}?`);
  process.exit(2);
}

const isSmoke = form === "smoke";
const peers = isSmoke ? PEERS.filter(({ name }) => ["courtesy", "limit"].includes(name)) : PEERS;
const [browser, site] = [await openBrowser(), await openSite(peers)];
try {
  const stage = { browser, site, peers, rounds, say: (line) => console.log(`  ${line}`) };
  for (const measure of MEASURES) {
    if (names.length > 0 && !names.includes(measure.name)) continue;
    console.log(measure.title);
    if (isSmoke) await measure.smoke(stage);
    else await write(measure, await measure.report(stage));
  }
} finally {
  await browser.close();
  await site.close();
}

/** Each measure has a section of its own: those not measured now stay as they are. */
async function write({ title }, text) {
  const document = await readFile(DOCUMENT, "utf8").catch(() => preface());
  await writeFile(DOCUMENT, withSection(document, title, text));
  console.log(`\n${text}\n\nwritten: docs/bench.md`);
}
