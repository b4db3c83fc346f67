/**
 * rights.js: everything that we hold about this visitor, to be read, or to be erased.
 *
 * Place in the flow: beside everything, on the visitor's own request. It reads and looks again; what is forgotten is the engine's
 * business.
 */
import { kept, ourCookies, ourLocal, queued } from "./rights-stored.js";
import type { CleanReport, Courtesy, EraseReport, Kept, ServiceView, VisitorExport, Why } from "./types.js";

/** Erasing ends with writes that we can only wait for. */
const PATIENCE_MS = 3_000;
const LOOK_EVERY_MS = 50;
/** The cleaner looks for two seconds, and waits for each database that somebody holds open. */
const CLEANER_MS = 6_000;
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

/**
 * Erases, looks until nothing is left or the time is over, and says what became of it. An erasure withdraws, so what services had
 * kept goes by the cleaner, whose report is a part of this one.
 */
export async function erased({ consent }: Courtesy, erase: () => void): Promise<EraseReport> {
  const before = await kept();
  const items = consent.purposes().flatMap((purpose) => [purpose, ...purpose.services]);
  const isAllowed = ({ id }: ServiceView) => consent.why(id)?.allowed;
  const held = items.filter((item) => isAllowed(item) && [...item.cookies, ...item.storage, ...item.databases].length > 0);
  let stop = () => {};
  const cleaned = new Promise<CleanReport>((done) => (stop = consent.onCleaned(done)));
  erase();
  const end = Date.now() + PATIENCE_MS;
  let now: Kept[];
  do {
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
    now = await kept();
  } while (now.some(({ name }) => !STAYS.test(name)) && Date.now() < end);
  const none: CleanReport = { removed: [], left: [] };
  const late = new Promise<CleanReport>((done) => setTimeout(done, CLEANER_MS, none));
  const theirs = held.every(isAllowed) ? none : await Promise.race([cleaned, late]);
  stop();
  const has = (list: Kept[], { kind, name }: Kept) => list.some((one) => one.kind === kind && one.name === name);
  return {
    removed: [...before.filter((one) => !has(now, one)), ...theirs.removed],
    left: [...now.filter(({ name }) => !STAYS.test(name)), ...theirs.left],
    kept: now.filter(({ name }) => STAYS.test(name)),
  };
}
