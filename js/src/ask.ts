/**
 * ask.js: the banner that asks, and the dialog with all details. Loaded only when the visitor must be asked, or wants to be.
 *
 * Place in the flow: a face of the consent room. It shows what the engine gives it and hands back the answers; what they mean
 * is the engine's business.
 */
import type { Courtesy, PurposeView } from "./types.js";
import type { ConsentTexts } from "./parts.js";
import { makeBanner } from "./consent-banner.js";
import { showDialog } from "./consent-dialog.js";
import { ENGLISH } from "./consent-english.js";
import { afterPaint, make, readable } from "./consent-parts.js";
import style from "./consent-style.css";
import { type Words, words } from "./consent-words.js";

/** What banner and dialog share: one host element in the page, and what can be done from it. */
export interface Face {
  _courtesy: Courtesy;
  _text: Record<string, string>;
  _lang: string;
  _host: HTMLElement;
  _root: ShadowRoot;
  _banner?: HTMLElement | undefined;
  /** Gives back the room that the banner was given at the end of the page. */
  _giveBack?: () => void;
  /** The purposes that can be answered. */
  _asked(): PurposeView[];
  /** The text for the law in force: "unless you agree" would be wrong for two of three. */
  _body(): string;
  /** Takes everything away, and hands on the answer that was given in a view. */
  _answer(view: HTMLElement, choice: Record<string, boolean>): void;
  /** Shows the dialog; a second call does nothing. */
  _choose(): void;
  /** Takes everything away; the focus goes back if it was ours. */
  _end(hadFocus?: boolean): void;
}

let face: Face | undefined;

/**
 * Shows a view; a second call while it is open does nothing but move the focus to it. `before` gets the focus back when it is closed.
 */
export async function open(courtesy: Courtesy, texts: ConsentTexts, before: Element | null, view: "banner" | "preferences"): Promise<void> {
  const isOwed = () => !!courtesy.consent.get()?.ask;
  const wasOwed = isOwed();
  const known = await words(texts, undefined, ENGLISH);
  const isPreferences = view === "preferences";
  // Another tab may have been faster than the words.
  if (wasOwed && !isOwed() && !isPreferences) return;
  // A page may have replaced its body since.
  const isNew = !face?._host.isConnected;
  if (isNew) face?._end();
  if (isNew) face = makeFace(courtesy, known, before as HTMLElement | null);
  if (isPreferences) return face!._choose();
  if (!face!._banner) makeBanner(face!);
  // The visitor asked for it: then the focus goes there. On the first view it would be a theft.
  if (!isNew || !wasOwed) face!._banner!.querySelector("h2")!.focus();
}

function makeFace(courtesy: Courtesy, { text, lang, dir }: Words, before: HTMLElement | null): Face {
  const consent = courtesy.consent;
  const host = make("courtesy-consent", { lang, dir });
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  document.body.append(host);
  // Heard only where the focus comes from outside.
  host.addEventListener("focusin", ({ relatedTarget }) => (before = (relatedTarget as HTMLElement | null) ?? before));

  const isFocused = () => document.activeElement === host;
  const { ask: wasOwed, chosen_at_ms: chosenAtMs } = consent.get() ?? {};
  const stop = consent.onChange(({ ask, chosen_at_ms }) => {
    // Another region may have another law, and what is said here is said under that.
    for (const body of root.querySelectorAll("[part=body]")) if (body.textContent !== made._body()) body.textContent = made._body();
    // An answer in another tab answers here too. A dialog stays, and shows it.
    if (ask || !(wasOwed || chosen_at_ms !== chosenAtMs)) return;
    const hadFocus = isFocused();
    made._giveBack?.();
    made._banner?.remove();
    made._banner = undefined;
    if (!root.childElementCount) made._end(hadFocus);
  });
  const leave = (hadFocus: boolean) => {
    stop();
    made._giveBack?.();
    root.querySelector("dialog")?.close();
    host.hidden = true;
    if (face === made) face = undefined;
    if (hadFocus && before?.isConnected) before.focus({ preventScroll: true });
  };

  const made: Face = {
    _courtesy: courtesy,
    _text: text,
    _lang: lang,
    _host: host,
    _root: root,
    _asked: () => consent.purposes().filter(({ necessary }) => !necessary),
    _body: () => text[{ "opt-out": "body_opt_out", notice: "body_notice" }[consent.get()?.mode as string] ?? "body"]!,
    _answer(view, choice) {
      const shown = { method: view === made._banner ? "banner" : "preferences", locale: lang, text: readable(view) } as const;
      leave(isFocused());
      // Out of sight at once, out of the page when it is done.
      afterPaint(() => {
        consent.set(choice, shown);
        host.remove();
      });
    },
    // The press is shown first: a dialog of many services takes its time on a slow phone.
    _choose: () => afterPaint(() => host.isConnected && showDialog(made)),
    _end(hadFocus = isFocused()) {
      // While an answer is on its way, the host is its business.
      if (host.hidden) return;
      leave(hadFocus);
      host.remove();
    },
  };
  return made;
}
