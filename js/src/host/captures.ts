/**
 * Starts autocapture.js where the config wants it, and hands what it saw to the engine, which decides what becomes of it.
 *
 * Place in the flow: part of granted.js, once the first view is known to the engine. What is captured: docs/events.md.
 */
import type { Options, Sink } from "../autocapture/types.js";
import type { ConsentView } from "../types.js";
import { Call, type Token } from "./door.js";
import { Tag } from "./flatten.js";
import { failed, flatten, page, tell } from "./lent.js";

/** The query parameters that search engines of sites use, as Google Analytics looks for them (https://support.google.com/analytics/answer/9216061). */
const SEARCHES = ["q", "s", "search", "query", "keyword"];
const ALL: Options = {
  ...{ views: true, clicks: true, outbound: true, downloads: true, forms: true, scroll: true, engagement: true },
  ...{ frustration: true, media: true, site_search: SEARCHES, copy: true, vitals: true, errors: true },
};

/** What `events.autocapture` of the config may be: everything, or everything but what is switched off. */
export type Autocapture = boolean | null | Partial<Options>;

/** Whether what happens may be told; nothing is watched while it may not. */
let isAllowed = false;
let stop: (() => void) | undefined;

/** Takes note of what the visitor allows: starts once that is counting, and stops when it no longer is. */
export function capture({ purposes }: ConsentView, wanted: Autocapture | undefined): void {
  isAllowed = !!purposes["analytics"];
  if (!isAllowed) stop = stop?.() as undefined;
  if (!wanted || !isAllowed || stop) return;
  import("../autocapture.js").then(
    ({ watch }) => {
      // Answers go on while it comes.
      if (isAllowed) stop ??= watch(sink, optionsOf(wanted));
    },
    () => failed("LoadError", "network", "", "autocapture.js could not be loaded; the page records what its own code tells."),
  );
}

function optionsOf(wanted: Exclude<Autocapture, false | null>): Options {
  const options = { ...ALL, ...(wanted === true ? {} : wanted) };
  if (!Array.isArray(options.site_search)) options.site_search = [];
  return options;
}

const sink: Sink = {
  track: (name, properties) =>
    hand(Call.Track, [Date.now(), ...flatten(name, "name"), ...flatten(properties, "properties")]),
  viewed: () => page.viewed(),
  view: () => hand(Call.Page, [Date.now(), ...page(), Tag.Null]),
  attend: (engagedMs, scrollPercent) => hand(Call.Attend, [engagedMs, scrollPercent]),
};

function hand(call: Call, tokens: Token[]): void {
  if (isAllowed) tell(call, tokens);
}
