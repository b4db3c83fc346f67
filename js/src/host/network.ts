/** The network: one post whose answer is awaited, and the beacon of a leaving page. What an answer means, the engine knows. */
import { Call } from "./door.js";
import { tell } from "./store.js";

/** How long an answer is waited for: a collector that hangs must not hold up what comes after. */
const PATIENCE_MS = 30_000;

/**
 * Posts text, and tells the engine the answer's status: 0 where nobody answered.
 *
 * The body goes as `text/plain` and without cookies, so that no CORS preflight is needed.
 */
export async function post(number: number, url: string, body: string, keepalive: boolean): Promise<void> {
  let status = 0;
  let retryAfterMs = NaN;
  try {
    // `AbortSignal.timeout` is missing in browsers from before 2022.
    const signal = AbortSignal.timeout?.(PATIENCE_MS) ?? null;
    const response = await fetch(url, { method: "POST", credentials: "omit", body, keepalive, signal });
    status = response.status;
    // Seconds (RFC 9110, section 10.2.3). A date, its other form, is no number.
    retryAfterMs = parseFloat(response.headers.get("retry-after")!) * 1000;
    // Chromium gives the quota of a keepalive request back only when its answer was read: a next one before that is refused.
    await response.text();
  } catch {}
  // A `fetch` that threw did so within a call of the engine, which is answered later.
  await undefined;
  tell(Call.Answered, [number, status, retryAfterMs]);
}

/**
 * Hands a text to the browser to be posted even if the page ends now. Whether the browser took it.
 *
 * A beacon carries the cookies of the collector's site, which cannot be switched off; a collector on a site of its own has
 * none.
 */
export function beacon(url: string, body: string): boolean {
  try {
    return navigator.sendBeacon(url, body);
  } catch {
    return false;
  }
}
