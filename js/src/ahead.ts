/**
 * Reads the decide-ahead record: what the engine decided on an earlier page for this one.
 *
 * Place in the flow: before the first paint, without Wasm. It decides nothing: a record holds or it does not, by the terms
 * the engine wrote into it. Format: src/core/slots/ahead.rs.
 */
import { own } from "./own-member.js";

/** Text, or text with attributes, by the name of the field. */
export type Fields = Record<string, string | Record<string, string>>;

/** What to show in one slot. */
export interface AheadSlot {
  variant: string;
  fields: Fields;
}

/** The slots of this page that were decided ahead; empty where there is no record, or one that does not hold. */
export function readAhead(region: string): Record<string, AheadSlot | undefined> {
  // Without a prototype: a slot may be called "constructor".
  const slots: Record<string, AheadSlot | undefined> = Object.create(null);
  try {
    const record = JSON.parse(localStorage.getItem("courtesy.ahead") ?? "{}");
    const gpc = !!(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
    // By the same answer: not by one that was since given on another subdomain, or deleted.
    const isSame = (answer: string) => (record.receipt ? answer.includes(record.receipt) : !answer);
    const shared = atob(/(?:^|; )courtesy\.consent=([^;]*)/.exec(own("cookie"))?.[1] ?? "");
    const holds =
      record.v === 1 &&
      record.until > Date.now() &&
      record.gpc === gpc &&
      record.region === region &&
      isSame(localStorage.getItem("courtesy.consent") ?? "") &&
      (!shared || isSame(shared));
    for (const [name, slot] of Object.entries<AheadSlot>((holds && record.slots) || {})) {
      if (typeof slot?.variant === "string" && typeof slot.fields === "object" && slot.fields) slots[name] = slot;
    }
  } catch {
    // Storage denied, or a record that is not ours: the default content is right.
  }
  return slots;
}
