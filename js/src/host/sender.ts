/**
 * Which tab sends: the one that holds a lock (Web Locks, https://w3c.github.io/web-locks/), which the browser takes from a tab
 * that ends, however it ends; where there are none (no secure context), a lease in localStorage.
 *
 * What a tab does that is elected, is decided in src/browser/outbox.rs.
 */
import { Call } from "./door.js";
import { tell } from "./lent.js";

const NAME = "courtesy.sender";
/** A lease that is not renewed for so long has ended; it is renewed four times as often. */
const LEASE_MS = 8_000;

let letGo = () => {};

/** Stands for election; `Elected` says when it is, and when it is no longer. */
export function stand(): void {
  const { locks } = navigator as { locks?: LockManager };
  if (!locks) return lease();
  const withdrawal = new AbortController();
  const { signal } = withdrawal;
  const end = new Promise<void>((done) => {
    letGo = () => {
      done();
      withdrawal.abort();
    };
  });
  const elected = () => {
    // It was granted in the moment of the withdrawal.
    if (!signal.aborted) tell(Call.Elected, [1]);
    return end;
  };
  locks.request(NAME, { signal }, elected).catch(() => {
    // Where locks are denied, so is storage: there is nothing to share.
    if (!signal.aborted) tell(Call.Elected, [1]);
  });
}

/** Lets go of it. */
export function withdraw(): void {
  letGo();
}

/** Who wrote first may be overwritten at once: who is in it at the next look holds it. */
function lease(): void {
  const own = `${Math.random()}`;
  let isHeld = false;
  const look = () => {
    let holder = own;
    try {
      const [name, untilMs] = (localStorage.getItem(NAME) ?? "").split(" ");
      const leftMs = +untilMs! - Date.now();
      // Longer than a lease is one from before the clock was set back.
      if (name === own || !(leftMs > 0 && leftMs <= LEASE_MS)) localStorage.setItem(NAME, `${own} ${Date.now() + LEASE_MS}`);
      holder = name ?? "";
    } catch {}
    if ((holder === own) !== isHeld) {
      isHeld = !isHeld;
      tell(Call.Elected, [+isHeld]);
    }
  };
  const timer = setInterval(look, LEASE_MS / 4);
  letGo = () => {
    clearInterval(timer);
    try {
      if (isHeld) localStorage.removeItem(NAME);
    } catch {}
  };
  look();
  // Alone in it, nobody waits.
  setTimeout(look, 50);
}
