/**
 * Cookiebot: its four categories (`necessary`, `preferences`, `statistics`, `marketing`).
 *
 * https://www.cookiebot.com/en/developer/. `CookiebotOnConsentReady` comes on every page as soon as the state is known, the two
 * others after an act, a withdrawal among them.
 */
import type { Adapter, Show } from "./adapters.js";

interface Cookiebot {
  consent?: Record<string, unknown>;
  hasResponse?: boolean;
  renew?(): void;
}

const CATEGORIES = ["necessary", "preferences", "statistics", "marketing"];
const EVENTS = ["CookiebotOnConsentReady", "CookiebotOnAccept", "CookiebotOnDecline"];

const manager = () => (window as { Cookiebot?: Cookiebot }).Cookiebot;

export const showCookiebot: Show = () => {
  manager()!.renew!();
  return true;
};

export const cookiebot: Adapter = (tell) => {
  const pass = () => {
    const consent = manager()?.consent;
    if (consent) tell(Object.fromEntries(CATEGORIES.map((name) => [name, consent[name] === true])));
  };
  for (const event of EVENTS) addEventListener(event, pass);
  // It was here first: its events are past. Without a response it has only its defaults to tell.
  if (manager()?.hasResponse) pass();
  return () => EVENTS.forEach((event) => removeEventListener(event, pass));
};
