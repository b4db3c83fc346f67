/**
 * Runs gated scripts, once each and in the order in which the parser would have run them.
 *
 * Place in the flow: gate.ts says which, and asks again just before. A script cannot be unrun: a no stops what waits, no more.
 *
 * The gated element stays where it is, since a framework may hold on to it and takes a missing node for an error of its own; the
 * script that runs is a new one behind it. So a clone of the page's markup holds a gated element that has not run, and a script
 * that the browser does not run again.
 */
import { idle, painted } from "./gate-moment.js";
import { page } from "./gate-page.js";
import { type Report, refusedByPolicy, trustedScript, trustedScriptUrl } from "./gate-trust.js";
import { withoutWriting } from "./gate-write.js";

/** How long others wait for a blocking script: the parser would wait for ever, and some never tell (`nomodule`, `for`). */
const PATIENCE_MS = 20_000;
/** What the script that runs does not take over as it stands; `language` and `for` can only keep it from running. */
const NOT_COPIED = /^(?:type|src|nonce|async|id|language|for|event|data-courtesy(?:-src)?|data-type)$/;

const source = (node: HTMLElement) => node.getAttribute("data-courtesy-src") ?? node.getAttribute("src");
const isModule = (node: HTMLElement) => node.dataset["type"] === "module";
/** By the attribute: the property is true for every script that the browser has looked at and not run. */
const isAsync = (node: HTMLElement) => node.hasAttribute("async");
/** What the parser would run after the page: `defer` with a source, and modules. */
const isDeferred = (node: HTMLScriptElement) => !isAsync(node) && (isModule(node) || (node.defer && source(node) !== null));

/** Makes the queue. `mayRun` is asked in the script's own task; `complain` takes the page's own mistakes, by node or `describe`. */
export function scriptQueue(
  mayRun: (node: HTMLElement) => boolean,
  hasNonce: (node: HTMLScriptElement) => boolean,
  describe: (node: HTMLElement) => string,
  complain: (kind: string, where: HTMLElement | string, message: string) => void,
  report: Report,
): (node: HTMLScriptElement) => void {
  // Not an attribute: a clone would have it too.
  const taken = new WeakSet<HTMLElement>();
  const waiting: HTMLScriptElement[] = [];
  let blocking: Promise<unknown>[] = [];
  let isRunning = false;

  const run = async () => {
    if (isRunning) return;
    isRunning = true;
    await painted();
    while (waiting.length > 0) {
      const first = waiting.findIndex((node) => !isDeferred(node));
      const node = waiting[Math.max(first, 0)]!;
      // What is inline runs at once, so it waits for those before it; the browser keeps all others in order.
      if (source(node) === null && !isModule(node)) {
        await Promise.all(blocking);
        blocking = [];
      }
      await idle();
      waiting.splice(waiting.indexOf(node), 1);
      // What was taken back, or out of the page, may come again.
      if (!node.isConnected || !mayRun(node)) taken.delete(node);
      else insert(node);
    }
    isRunning = false;
  };

  const insert = (node: HTMLScriptElement) => {
    const live = page.createElement("script");
    const address = source(node);
    const path = describe(node);
    try {
      for (const { name, value } of node.attributes) {
        if (!NOT_COPIED.test(name)) live.setAttribute(name, name.startsWith("on") ? trustedScript(value) : value);
      }
      if (isModule(node)) live.type = "module";
      // Not async: the browser runs these in the order in which they are inserted, and loads them side by side.
      live.async = isAsync(node);
      live.nonce = node.nonce;
      if (address === null) live.text = trustedScript(node.text);
      else live.src = trustedScriptUrl(address);
    } catch (error) {
      return report(refusedByPolicy(error));
    }
    if (node.id) {
      live.id = node.id;
      node.removeAttribute("id");
    }
    if (address !== null && !live.async && !live.noModule && !isDeferred(node)) blocking.push(settled(live));
    const enter = () => node.after(live);
    if (address !== null) enter();
    else withoutWriting(enter, () => complain("value", path, "A gated script runs after the page: what it writes is ignored."));
  };

  return (node) => {
    // An empty one is none yet, for us as for the browser.
    if (taken.has(node) || (source(node) === null && !node.text)) return;
    taken.add(node);
    if (hasNonce(node)) {
      waiting.push(node);
      run();
    } else {
      complain("missing", node, "A gated script without the page's nonce stays blocked: anybody could have put it there.");
    }
  };
}

const settled = (live: HTMLScriptElement) =>
  new Promise((done) => {
    for (const event of ["load", "error"]) live.addEventListener(event, done);
    setTimeout(done, PATIENCE_MS);
  });
