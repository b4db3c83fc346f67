/** The network: one post whose answer is awaited, and what a leaving page leaves to the browser. What an answer means, the engine knows. */
import { Call } from "./door.js";
import { tell } from "./lent.js";

/** How long an answer is waited for: a collector that hangs must not hold up what comes after. */
const PATIENCE_MS = 30_000;

/** What ends the post under way. */
let flight: AbortController | undefined;

/**
 * Posts text, and tells the engine the answer's status: 0 where nobody answered.
 *
 * A redirect is no answer: a POST becomes a GET on its way, and the page it leads to has nothing. Nor is a page, which is what
 * gateways to a network, service workers and the sites of single-page applications answer in the receiver's place.
 * The body goes as `text/plain` and without cookies, so that no CORS preflight is needed.
 */
export async function post(number: number, url: string, text: string, keepalive: boolean, gzip: boolean): Promise<void> {
  let status = 0;
  let retryAfterMs = NaN;
  const own = (flight = new AbortController());
  const { signal } = own;
  // Not `AbortSignal.timeout`, which is missing in browsers from before 2022.
  const patience = setTimeout(() => own.abort(), PATIENCE_MS);
  try {
    const [body, headers] = gzip ? await compressed(text) : [text, {}];
    const response = await fetch(url, { method: "POST", credentials: "omit", redirect: "error", headers, body, keepalive, signal });
    // Seconds, or a date (RFC 9110, section 10.2.3), which is read by the receiver's own clock where it tells its time.
    const { headers: said } = response;
    const asked = said.get("retry-after") ?? "";
    retryAfterMs = +asked >= 0 && asked ? +asked * 1000 : Date.parse(asked) - (Date.parse(said.get("date") ?? "") || Date.now());
    // Chromium gives the quota of a keepalive request back only when its answer was read: a next one before that is refused.
    if (!/^\s*<(!doctype|html)/i.test(await response.text()) || !response.ok) status = response.status;
  } catch {}
  clearTimeout(patience);
  // A `fetch` that threw did so within a call of the engine, which is answered later.
  await undefined;
  tell(Call.Answered, [number, status, retryAfterMs, +(navigator.onLine !== false)]);
}

/** Ends the post under way, also one that is still being compressed: the visitor said no. */
export function cancelPost(): void {
  flight?.abort();
}

/** A body by gzip, where the browser can and it is smaller (https://compression.spec.whatwg.org/), and the headers that say so. */
async function compressed(text: string): Promise<[BodyInit, HeadersInit]> {
  if (!globalThis.CompressionStream) return [text, {}];
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  const body = await new Response(stream).blob();
  const headers = { "content-encoding": "gzip", "content-type": "text/plain;charset=UTF-8" };
  return body.size < text.length ? [body, headers] : [text, {}];
}

/**
 * Hands a text to the browser to be posted even if the page ends now. Whether the browser took it.
 *
 * A beacon tells at once whether it was, but carries the cookies of the collector's site, which cannot be switched off. A collector of
 * another origin is none of ours to send them to; it gets a request that outlives its page, where the browser has such.
 */
export function beacon(url: string, body: string): boolean {
  try {
    if (new URL(url, location.href).origin == origin || !("keepalive" in Request.prototype)) return navigator.sendBeacon(url, body);
    fetch(url, { method: "POST", credentials: "omit", keepalive: true, body }).catch(() => {});
    return true;
  } catch {
    return false;
  }
}

/** What is not yet in every browser's types (https://fetch.spec.whatwg.org/#dom-window-fetchlater). */
declare const fetchLater: (url: string, init: RequestInit & { activateAfter?: number }) => unknown;

let armed: AbortController | undefined;

/** Has the browser post a text should the page end without a word; replaces what was said before, an empty text by nothing. */
export function armPost(url: string, body: string): void {
  armed?.abort();
  armed = new AbortController();
  if (body) later(url, { body, signal: armed.signal });
}

/** Hands a text to the browser as {@link beacon} does, within a quota of its own. Whether the browser took it. */
export function postLater(url: string, body: string): boolean {
  return later(url, { body, activateAfter: 0 });
}

function later(url: string, init: RequestInit & { activateAfter?: number }): boolean {
  try {
    fetchLater(url, { method: "POST", credentials: "omit", ...init });
    return true;
  } catch {
    return false;
  }
}
