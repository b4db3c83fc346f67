/**
 * rights.js: everything that we hold about this visitor, to be read, or to be erased.
 *
 * Place in the flow: beside everything, on the visitor's own request. It reads and looks again; what is forgotten is the engine's
 * business.
 */
import { kept, ourCookies, ourLocal, queued } from "./rights-stored.js";
import type { Courtesy, EraseReport, Kept, VisitorExport, Why } from "./types.js";

/** Erasing ends with writes that we can only wait for. */
const PATIENCE_MS = 3_000;
const LOOK_EVERY_MS = 50;
/**
 * What an erasure leaves: the no itself, without which the visitor would be asked (or, where the law lets it be, recorded) again,
 * and the receipts, which are the visitor's own proof. Neither holds an identifier.
 */
const STAYS = /^courtesy\.(?:consent|receipts)$/;

const isThere = <T>(value: T | undefined | null): value is T => value !== undefined && value !== null;

/** One document with everything. */
export async function exported(courtesy: Courtesy): Promise<VisitorExport> {
  const { consent, intent, slots, events } = courtesy;
  const items = consent.purposes().flatMap(({ id, services }) => [id, ...(services ?? []).map((service) => service.id)]);
  return {
    exported_at_ms: Date.now(),
    consent: consent.get()!,
    why: items.map((item): Why | undefined => consent.why(item)).filter(isThere),
    receipts: consent.receipts(),
    stored: { local: ourLocal(), cookies: ourCookies(), queue: (await queued()) ?? [] },
    engine: {
      events: events.recent(),
      intents: Object.keys(intent.scores()).map((name) => intent.explain(name)).filter(isThere),
      slots: slots.names().map((name) => slots.decide(name)).filter(isThere),
    },
  };
}

/** Erases, looks until nothing is left or the time is over, and says what became of it. */
export async function erased(_courtesy: Courtesy, erase: () => void): Promise<EraseReport> {
  const before = await kept();
  erase();
  const end = Date.now() + PATIENCE_MS;
  let now: Kept[];
  do {
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
    now = await kept();
  } while (now.some(({ name }) => !STAYS.test(name)) && Date.now() < end);
  const has = (list: Kept[], { kind, name }: Kept) => list.some((one) => one.kind === kind && one.name === name);
  return {
    removed: before.filter((one) => !has(now, one)),
    left: now.filter(({ name }) => !STAYS.test(name)),
    kept: now.filter(({ name }) => STAYS.test(name)),
  };
}
