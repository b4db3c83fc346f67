/** The page as the engine sees it, and what the engine does to it. */
import { guard } from "../errors.js";
import { own } from "../own-member.js";
import { Call, type Token, ask } from "./door.js";
import { Tag, flatten } from "./flatten.js";
import { CRAWLER } from "./crawler.js";
import { closeChannel, listenToTabs, openChannel, refresh, restore, tell } from "./store.js";

interface ReadPage {
  /** Address, title, referrer, and the parameters of the address. */
  (): Token[];
  /** The address that was read last; the present one, where it was only replaced since then: that is no other page. */
  viewed(): string;
}

export const page = (() => {
  const { href } = location;
  const at = step();
  page.viewed = () => (step() === at ? location.href : href);
  return read();
}) as ReadPage;

/** The path that the engine was told last. */
let told: string;

function read(): Token[] {
  // Of several of a name, the first counts.
  const parameters = Object.fromEntries([...new URLSearchParams(location.search)].reverse());
  return [location.href, (told = location.pathname), own("title"), own("referrer"), ...tree(parameters)];
}

/** Has what follows happen on the present page, where that is another one than the engine was told of. */
export function move(): void {
  if (location.pathname !== told) ask(Call.Moved, read());
}

/** The step of the history that the page is at: its entry, which stays the same when the address is replaced. */
const step = () => entry() ?? history.length;

/** Where there is no Navigation API, elements or variables of the page may have its name; none of them has such a key. */
const entry = () => globalThis.navigation?.currentEntry?.key;

/** What the browser says of itself, under Segment's names for it, and how many minutes its clock is ahead of UTC now. */
export function device(): Token[] {
  const { language, userAgent } = navigator;
  const { width, height } = screen;
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const context = { locale: language, timezone, userAgent, screen: { width, height, density: devicePixelRatio } };
  return [...tree(context), -new Date().getTimezoneOffset()];
}

/** A tree of the host's own; one that cannot be told is none. */
function tree(value: object): Token[] {
  const tokens = flatten(value, "");
  return tokens[0] === Tag.Fault ? [Tag.Null] : tokens;
}

/** Takes off the address what another site of ours put there: whoever copies it is somebody else. */
export function takeOffLink(): void {
  const address = location.href.replace(/([?&])_courtesy=[^&#]*(&?)/, (_, before, behind) => (behind ? before : ""));
  if (address !== location.href) guard(() => history.replaceState(history.state, "", address));
}

/** What the browser signals (https://w3c.github.io/gpc/), and whether it is a crawler. */
export function signals(): Token[] {
  return [+!!(navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl, +CRAWLER.test(navigator.userAgent)];
}

/** A number's text, of which the engine writes only the short ones itself. */
export const numberText = (number: number): string => `${number}`;

/**
 * 128 random bits, to seed the engine's generator.
 *
 * Where `crypto` is missing (very old embedded browsers) `Math.random` stands in: the seed names things, it keeps no secret.
 */
export function seed(): Token[] {
  const words = new Uint32Array(4);
  try {
    crypto.getRandomValues(words);
  } catch {
    words.set(words.map(() => Math.random() * 2 ** 32));
  }
  return [...words];
}

/**
 * Hears what happens to the page, and where it goes to, as far as the browser tells (https://html.spec.whatwg.org/#navigation-api).
 *
 * `pagehide` is heard on the window, where it fires; `unload` and `beforeunload` would keep the page from the back/forward
 * cache (https://web.dev/articles/bfcache), and so would an open channel.
 */
export function listen(): void {
  // The document's own, whatever it is hidden by.
  const on: Document["addEventListener"] = addEventListener.bind(document);
  on("visibilitychange", () => (own("hidden") ? tell(Call.Hidden) : refresh()));
  let to = "";
  let toSinceMs = 0;
  if (entry()) {
    navigation.addEventListener("navigate", ({ destination, downloadRequest }) => {
      if (downloadRequest != null) return;
      to = destination.url!;
      toSinceMs = Date.now();
    });
    // Within the page: it goes nowhere.
    navigation.addEventListener("currententrychange", () => (to = ""));
  }
  const leave = () => {
    // One that was broken off would be taken for that of the tab's end.
    const stays = Date.now() - toSinceMs < NAVIGATION_MS && to.startsWith(`${location.origin}/`);
    tell(Call.Leaving, [+stays]);
    closeChannel();
  };
  const comeBack = () => {
    openChannel();
    // It has missed what other pages stored meanwhile.
    restore();
  };
  addEventListener("pagehide", leave);
  addEventListener("pageshow", ({ persisted }) => persisted && comeBack());
  // A frozen tab may be thrown away without another word, and could not send for others (https://wicg.github.io/page-lifecycle/).
  on("freeze", leave);
  on("resume", comeBack);
  addEventListener("online", () => tell(Call.Online));
  listenToTabs();
}

/** How long a navigation may take to be the one that ends the page. */
const NAVIGATION_MS = 10_000;

let timer: ReturnType<typeof setTimeout>;

/** Comes back after a time; replaces an earlier one. */
export function wake(delayMs: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => tell(Call.Tick), delayMs);
}

/** Comes back when the present task has ended, before the browser paints or takes the next task. */
export function wakeAtEndOfTask(): void {
  queueMicrotask(() => ask(Call.TaskEnds));
}

/**
 * Puts a variant into every slot of this name; `null` fields bring back what stood in the HTML.
 *
 * The element's `show(variant, fields)` is defined by the boot script; one that cannot show it keeps its default. What may go
 * into a slot is checked by the core (config) and again by the element itself.
 */
export function render(slot: string, variant: string, json: string): void {
  const fields: unknown = JSON.parse(json);
  for (const element of [...own("getElementsByTagName").call(document, "courtesy-slot")]) {
    if (element.getAttribute("name") !== slot) continue;
    try {
      (element as unknown as { show(variant: string, fields: unknown): void }).show(variant, fields);
    } catch {}
  }
}
