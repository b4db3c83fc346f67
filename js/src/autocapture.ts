/**
 * Watches what a visitor does, so that a site needs no code for it: the lazy part autocapture.js.
 *
 * Place in the flow: loaded by the engine when the config switches anything on, once the first view began. Each capture sees one kind of
 * thing; this tells them when a view ends and when the page is hidden. Nothing here decides whether something may be recorded: the
 * sink is the engine's.
 */
import type { Capture, Options, Sink } from "./autocapture/types.js";
import { attention } from "./autocapture/attention.js";
import { clicks } from "./autocapture/clicks.js";
import { copy } from "./autocapture/copy.js";
import { errors } from "./autocapture/errors.js";
import { forms } from "./autocapture/forms.js";
import { frustration } from "./autocapture/frustration.js";
import { listen, live } from "./autocapture/listen.js";
import { media } from "./autocapture/media.js";
import { search } from "./autocapture/search.js";
import { isElsewhere, views } from "./autocapture/views.js";
import { vitals } from "./autocapture/vitals.js";
import { page } from "./gate-page.js";

/**
 * Starts what `options` switch on, not before a prerendered page is shown.
 *
 * @returns what stops all of it and lets go of what is not told yet; then it may be started again.
 */
export function watch(sink: Sink, options: Options): () => void {
  const stop = live();
  const ended: ((isBack: boolean) => void)[] = [];
  const hidden: (() => void)[] = [];
  const capture: Capture = { sink, onView: (fn) => ended.push(fn), onHide: (fn) => hidden.push(fn) };

  // A site that counts its views itself still has its totals told at each new address.
  const begin = (isNew = true) => {
    if (isNew && options.views) sink.view();
    search(sink, options.site_search);
  };
  const beginWaiting = views((isBack) => ended.forEach((fn) => fn(isBack)), begin);
  // The answer takes its time, and a single-page site does not wait for it.
  begin(isElsewhere(sink.viewed()));
  const hide = () => {
    beginWaiting();
    hidden.forEach((fn) => fn());
  };
  // Before the captures: what they have to say belongs to the view that waits.
  listen(["pagehide"], hide);
  listen(["visibilitychange"], () => page.hidden && hide());

  attention(capture, options);
  clicks(capture, options);
  if (options.forms) forms(capture);
  if (options.frustration) frustration(capture);
  if (options.media) media(capture);
  if (options.copy) copy(capture);
  if (options.errors) errors(capture);
  if (options.vitals) vitals(capture);
  return stop;
}
