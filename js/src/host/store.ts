/**
 * What is kept: `localStorage`, written once per task, and the consent record's copies in a cookie and in other tabs.
 *
 * Storage may be blocked (a setting, a sandboxed frame): then reading gives nothing, and writing says so. What the records mean
 * is the engine's business; here is only looked whether the text of the consent record has changed.
 */
import { own } from "../own-member.js";
import { decode, encode } from "./cookie-text.js";
import { heed } from "./delivery.js";
import { Call, type Token, ask, deny, failed } from "./door.js";
import { Tag, flatten } from "./flatten.js";

const CONSENT = "courtesy.consent";
/** In the order in which the engine takes them. */
const KEYS = [CONSENT, "courtesy.receipts", "courtesy.visitor", "courtesy.intent", "courtesy.ahead"];
/** Browsers drop a cookie of more than 4,096 bytes, name and attributes included. */
const MAX_COOKIE_BYTES = 3_800;
const COOKIE_SECONDS = 365 * 86_400;

/** Keys and their new texts; an empty one deletes. */
const pending = new Map<string, string>();
/** The consent record, and its cookie, as this tab last read or wrote them; `undefined` before the start. */
let known: string | null | undefined;
let knownCookie = "";
/** What another tab said. It counts where storage cannot be read. */
let told: string | null = null;
let channel: BroadcastChannel | undefined;

/** Tells the engine of something that may lead to a request: what another page withdrew may not leave with it. */
export function tell(call: Call, tokens?: Token[]): unknown {
  // What waits to be written was decided after what is stored.
  if (!pending.size && known !== undefined) refresh();
  return ask(call, tokens);
}

/** Tells the engine what is stored now. */
export function restore(): void {
  ask(Call.Restored, stored());
}

/** The same, where another tab, or a page of another subdomain, has changed the consent record. */
export function refresh(): void {
  if (kept(CONSENT) !== known || cookie() !== knownCookie) restore();
}

/** Tells the engine that the rest of its code is here, and what is stored. */
export function complete(): void {
  write();
  refresh();
  ask(Call.Whole, stored());
}

/** Whether an earlier page kept what needs a yes. */
export const isKnown = (): boolean => KEYS.slice(2, 4).some(kept);

/** All records, as trees; the cookie's last. */
export function stored(): Token[] {
  known = kept(CONSENT);
  knownCookie = cookie();
  return [...KEYS.map(kept), knownCookie ? decode(knownCookie) : null].flatMap(tree);
}

/** Keeps a text under a key, or deletes it (empty), at the end of the task; the last one for a key wins. */
export function keep(key: string, json: string): void {
  if (!pending.size) queueMicrotask(write);
  pending.set(key, json);
}

function write(): void {
  for (const [key, json] of pending) {
    try {
      if (json) localStorage.setItem(key, json);
      else localStorage.removeItem(key);
    } catch {
      // Nothing to delete where storage is blocked is a success.
      if (json) deny("The browser does not let this page keep anything; answers last for this page only.");
    }
    if (key === CONSENT) {
      told = json || null;
      known = kept(CONSENT);
      channel?.postMessage(told);
    }
  }
  pending.clear();
}

/**
 * Keeps the consent record for other subdomains, on the widest domain that the browser lets us set; an empty text deletes it.
 *
 * Which suffixes are everybody's (`co.uk`) only the browser knows, so they are tried, the shortest first. A host of one label
 * and an address have no parent. A record too big for a cookie deletes the one that is there: it says what was before.
 */
export function share(json: string): void {
  const value = encode(json);
  const fits = value.length <= MAX_COOKIE_BYTES;
  const kept = fits ? value : "";
  const labels = /\.\d+$/.test(location.hostname) ? [] : location.hostname.split(".");
  const secure = location.protocol === "https:" ? ";secure" : "";
  for (let first = labels.length - 2; first >= 0; first--) {
    const domain = labels.slice(first).join(".");
    attempt(() => {
      const text = `${CONSENT}=${kept};domain=${domain};path=/;samesite=lax;max-age=${kept ? COOKIE_SECONDS : 0}${secure}`;
      Reflect.set(Document.prototype, "cookie", text, document);
    });
    if (kept && cookie() === kept) break;
  }
  knownCookie = cookie();
  // Not from within the engine: whoever hears it may call back.
  if (!fits) queueMicrotask(() => failed("StorageError", "full", "", "The answer is too big for the cookie of all subdomains."));
}

/**
 * Hears other tabs: `storage` events reach those that share our storage; the channel those where it is blocked, too.
 */
export function listenToTabs(): void {
  addEventListener("storage", ({ key }) => {
    // Other keys than ours are the site's own; `null` says that all was cleared.
    if (key?.startsWith("courtesy.") ?? true) restore();
  });
  openChannel();
}

export function openChannel(): void {
  channel ??= attempt(() => new BroadcastChannel("courtesy"));
  if (channel) {
    channel.onmessage = ({ data }) => {
      // Any page of the site may speak here, also with another version of this code.
      if (Array.isArray(data)) heed(data);
      else if (data === null || typeof data == "string") {
        told = data;
        restore();
      }
    };
  }
}

/** Says something to the other tabs. */
export function say(data: unknown): void {
  channel?.postMessage(data);
}

/** An open channel would keep the page from the back/forward cache. */
export function closeChannel(): void {
  channel?.close();
  channel = undefined;
}

function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return key === CONSENT ? told : null;
  }
}

function cookie(): string {
  return attempt(() => /(?:^|; )courtesy\.consent=([^;]*)/.exec(own("cookie"))?.[1]) ?? "";
}

/** A record that is no JSON is handed over as text, which no room takes for its own. */
function tree(text: string | null): Token[] {
  if (text === null) return [Tag.Null];
  const tokens = attempt(() => flatten(JSON.parse(text), ""));
  return tokens && tokens[0] !== Tag.Fault ? tokens : [Tag.Text, text];
}

function attempt<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch {
    return;
  }
}
