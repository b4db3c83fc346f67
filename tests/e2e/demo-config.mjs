/** The demo's config, as a tree that a story may change. */
import { readFile } from "node:fs/promises";

const text = await readFile(new URL("../../www/courtesy.json", import.meta.url), "utf8");

/**
 * The demo's own, but that events wait a quarter of a second for company and not two: the stories need not.
 *
 * @param {(config: object) => void} [change]
 */
export function demoConfig(change = () => {}) {
  const config = JSON.parse(text);
  config.events.flush_after_ms = 250;
  change(config);
  return config;
}
