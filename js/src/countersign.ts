/**
 * Has a receipt countersigned by the site's endpoint.
 *
 * Place in the flow: a part of engine.js, after a choice. Which receipt, and what becomes of the answer, is the engine's business.
 */
import type { Receipt } from "./types.js";

/** Posts the receipt, as text and without cookies, so that no preflight is needed; `undefined` where nobody took it. */
export async function countersign(endpoint: string, receipt: Receipt): Promise<unknown> {
  try {
    const response = await fetch(endpoint, { method: "POST", credentials: "omit", keepalive: true, body: JSON.stringify(receipt) });
    return response.ok ? await response.json() : undefined;
  } catch {
    // It is tried again at the next start.
    return;
  }
}
