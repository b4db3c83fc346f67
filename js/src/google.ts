/**
 * Google Consent Mode v2: what Google's tags are told, and when.
 *
 * Place in the flow: the defaults are the first thing that the boot script does, so that they stand before any tag; what holds
 * after that is the engine's word. Google's guide: https://developers.google.com/tag-platform/security/guides/consent
 */
import type { CourtesyError, GoogleDefaults } from "./types.js";
import { courtesyError, guard } from "./errors.js";

/** All seven. Each is denied by default, `security_storage` too: a site grants that by a necessary purpose of its config. */
const SIGNALS = [
  "ad_storage",
  "ad_user_data",
  "ad_personalization",
  "analytics_storage",
  "functionality_storage",
  "personalization_storage",
  "security_storage",
];
/** How long tags wait for our update: the number of Google's own examples. */
const WAIT_MS = 500;

/** Each signal, as `granted` or `denied`. */
export type GoogleState = Record<string, string>;

/**
 * Sets the defaults at once, and returns what passes the engine's word on: at first always (tags may be waiting for it), then
 * only where it differs. Text is JSON, as the script tag has it.
 */
export function setGoogleDefaults(
  given: boolean | GoogleDefaults | string,
  report: (error: CourtesyError) => void,
): (state: GoogleState) => void {
  // `gtag` takes its `arguments`: tags tell a command from a plain event by that (https://developers.google.com/tag-platform/devguides/datalayer).
  function gtag(..._command: unknown[]) {
    const command = arguments;
    // Tags of others stand in for `push`, and may throw.
    guard(() => {
      const page = window as { dataLayer?: unknown };
      // An element of this name is no data layer.
      if (!Array.isArray(page.dataLayer)) page.dataLayer = [];
      (page.dataLayer as unknown[]).push(command);
    });
  }
  let options: GoogleDefaults = {};
  const setDefault = (granted: string[] = [], region?: string[]) => {
    const state: Record<string, unknown> = {};
    for (const signal of SIGNALS) state[signal] = granted.includes(signal) ? "granted" : "denied";
    state["wait_for_update"] = options.wait_for_update ?? WAIT_MS;
    if (region) state["region"] = region;
    gtag("consent", "default", state);
  };
  try {
    if (given !== true) options = (typeof given === "string" ? given && JSON.parse(given) : given) || {};
    // A subdivision (US-CA) before its country: Google goes by that anyway, and who reads the data layer need not know.
    const depth = ({ region }: { region: string[] }) => Math.max(...region.map((code) => code.length));
    for (const { region, granted } of [...(options.regions ?? [])].sort((a, b) => depth(b) - depth(a))) setDefault(granted, region);
  } catch (error) {
    report(courtesyError("ConfigError", "type", `Google's defaults cannot be read, and all are denied. (${error})`, "google"));
  }
  setDefault();
  if (options.ads_data_redaction ?? true) gtag("set", "ads_data_redaction", true);
  if (options.url_passthrough) gtag("set", "url_passthrough", true);

  // Where the config maps no signal, there is nothing to say.
  let last = "{}";
  return (state) => {
    const now = JSON.stringify(state);
    if (now !== last) gtag("consent", "update", state);
    last = now;
  };
}
