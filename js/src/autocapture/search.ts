/**
 * What was searched for on the site itself, as the address says it.
 *
 * Place in the flow: one of the captures. Only the parameters that the site names are read. A term may hold anything; the engine takes
 * personal data out of it, as of every string.
 */
import type { Sink } from "./types.js";

/** Longer ones are no search, and are cut. */
const MAX_TERM_CHARACTERS = 200;

/** Events: "Site Searched", for each parameter that has a term. To be called when a view has begun. */
export function search(sink: Sink, parameters: string[]): void {
  const query = new URLSearchParams(location.search);
  for (const parameter of parameters) {
    const term = query.get(parameter)?.trim().slice(0, MAX_TERM_CHARACTERS);
    if (term) sink.track("Site Searched", { query: term, parameter });
  }
}
