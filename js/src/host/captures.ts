/**
 * Starts autocapture.js where the config wants it, and hands what it saw to the engine, which decides what becomes of it.
 *
 * Place in the flow: part of granted.js, once the first view is known to the engine. What is captured: docs/events.md.
 */
import type { Options } from "../autocapture/types.js";
import { Call } from "./door.js";
import { Tag, flatten } from "./flatten.js";
import { page, tell } from "./lent.js";

/** The query parameters that search engines of sites use, as Google Analytics looks for them (https://support.google.com/analytics/answer/9216061). */
const SEARCHES = ["q", "s", "search", "query", "keyword"];
const ALL: Options = {
  ...{ views: true, clicks: true, outbound: true, downloads: true, forms: true, scroll: true, engagement: true },
  ...{ frustration: true, media: true, site_search: SEARCHES, copy: true, vitals: true, errors: true },
};

/** What `events.autocapture` of the config may be: everything, or everything but what is switched off. */
export type Autocapture = boolean | null | Partial<Options>;

let isStarted = false;

export async function capture(wanted: Autocapture | undefined): Promise<void> {
  if (!wanted || isStarted) return;
  isStarted = true;
  const { watch } = await import("../autocapture.js");
  const track = (name: string, properties: object) =>
    void tell(Call.Track, [Date.now(), ...flatten(name, "name"), ...flatten(properties, "properties")]);
  const view = () => void tell(Call.Page, [Date.now(), ...page(), Tag.Null]);
  const attend = (engagedMs: number, scrollPercent: number) => void tell(Call.Attend, [engagedMs, scrollPercent]);
  watch({ track, view, attend }, { ...ALL, ...(wanted === true ? {} : wanted) });
}
