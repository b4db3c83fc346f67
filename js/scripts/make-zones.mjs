// Writes js/src/zones.ts: the country of each time zone, from the IANA time zone database as Debian's package tzdata has it
// (public domain). Run it when that database has changed in a way that matters: `node js/scripts/make-zones.mjs`.
import { readFileSync, writeFileSync } from "node:fs";
import { root } from "./toolchain.mjs";

const read = (file) => readFileSync(`/usr/share/zoneinfo/${file}`, "utf8").split("\n");
const country = new Map();
for (const line of read("zone.tab")) {
  const [code, , zone] = line.split("\t");
  if (zone) country.set(zone, code);
}
// Browsers also report names of old, which the database keeps as links: `L target name`.
const links = read("tzdata.zi").flatMap((line) => (line.startsWith("L ") ? [line.split(" ").slice(1)] : []));
for (const [target, name] of links) {
  const of = country.get(target);
  if (of && name.includes("/") && !/^(?:Etc|US|Canada|Brazil|Mexico|Chile)\//.test(name) && !country.has(name)) country.set(name, of);
}
const zones = new Map();
for (const [zone, code] of [...country].sort()) zones.set(code, [...(zones.get(code) ?? []), zone]);
const table = [...zones].sort().map(([code, names]) => `${code} ${names.join(" ")}`);
const version = read("tzdata.zi")[0].replace("# version ", "");

writeFileSync(`${root}/js/src/zones.ts`, `/**
 * zones.js: the country of a time zone. Loaded only where the config has rules for regions and nobody says where the visitor is.
 *
 * Place in the flow: before the start. It looks up; which law follows is the engine's business. Made by js/scripts/make-zones.mjs
 * from the IANA time zone database, version ${version} (public domain). A zone that is not listed (UTC, a new one) tells nothing,
 * and then the strictest of all declared rules holds.
 */

/** One line a country: its ISO 3166-1 code, then its zones. */
const ZONES = \`
${table.join("\n")}
\`;

/** The country of the browser's time zone; empty where it tells nothing. */
export function regionOfTimeZone(zone = new Intl.DateTimeFormat().resolvedOptions().timeZone): string {
  const line = ZONES.split("\\n").find((line) => line.split(" ").indexOf(zone, 1) > 0);
  return line?.slice(0, 2) ?? "";
}
`);
console.log(`${country.size} zones of ${zones.size} countries (${version})`);
