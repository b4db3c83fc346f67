/**
 * Errors of the page's scripts, as counts: how many, of which kind, from which host. No messages, which hold anything.
 *
 * Place in the flow: one of the captures. It tells when a view ends or the page is hidden, so an error in a loop is one event.
 */
import type { Capture } from "./types.js";
import { listen } from "./listen.js";

/** Different ones at a time; the rest of a page this broken says nothing new. */
const MAX_KINDS = 10;

interface Failure {
  kind: "error" | "rejection" | "resource";
  host: string;
  count: number;
}

/** Events: "Script Failed". */
export function errors({ sink, onView, onHide }: Capture): void {
  const failures = new Map<string, Failure>();

  const count = (kind: Failure["kind"], where = "") => {
    // None in what other origins hide ("Script error.") and in scripts of extensions.
    const host = /https?:\/\/([^/?#\s]+)/.exec(where)?.[1] ?? "";
    const key = kind + host;
    const failure = failures.get(key);
    if (failure) failure.count++;
    else if (failures.size < MAX_KINDS) failures.set(key, { kind, host, count: 1 });
  };
  const tell = () => {
    for (const failure of failures.values()) sink.track("Script Failed", failure);
    failures.clear();
  };

  listen(["error"], (event: Event) => {
    const { target } = event;
    if (target instanceof HTMLScriptElement) count("resource", target.src);
    // Browsers' own note that a layout takes one more frame, which breaks nothing.
    else if (event instanceof ErrorEvent && !/^ResizeObserver/.test(event.message)) count("error", event.filename);
  });
  listen(["unhandledrejection"], ({ reason }) => {
    // Anything may be thrown, and may throw itself when looked at.
    let stack;
    try {
      stack = `${reason.stack}`;
    } catch {}
    // The message comes first, and may hold an address as well, but hardly one with line and column.
    count("rejection", /https?:\S+:\d+:\d+/.exec(stack ?? "")?.[0]);
  });
  onView(tell);
  onHide(tell);
}
