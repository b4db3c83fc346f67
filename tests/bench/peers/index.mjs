/**
 * Who is measured, in the order of the tables: each a page with one SDK, set up as its documentation says, with everything switched off
 * that is not recording events of the page's own.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { courtesy } from "./courtesy.mjs";
import { limit } from "./limit.mjs";
import { nothing } from "./nothing.mjs";
import { posthog } from "./posthog.mjs";
import { segment } from "./segment.mjs";
import { snowplow } from "./snowplow.mjs";

/**
 * @typedef {object} Peer
 * @property {string} name  Of the row in the tables, and of its page.
 * @property {string} [npm]  The package that it is; none for what is no peer.
 * @property {string} about  What was set, and why.
 * @property {string} head  HTML that loads it: sets `window.ready`, a promise, and `window.record(name, properties)`.
 * @property {Record<string, string | object>} files  Addresses → paths, or texts with their types. One that ends in `/` is a folder.
 */

/** @type {Peer[]} */
export const PEERS = [courtesy, posthog, segment, snowplow, limit, nothing];

/** The version that is measured, as package-lock.json has it. */
export function versionOf({ npm }) {
  if (!npm) return "";
  return JSON.parse(readFileSync(fileURLToPath(new URL(`../node_modules/${npm}/package.json`, import.meta.url)), "utf8")).version;
}
