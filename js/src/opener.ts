/**
 * `[data-courtesy-open]`: any element that opens the choice, such as a footer's "Privacy choices".
 *
 * Place in the flow: in the boot script. One listener for all, also for those that come later; it is captured, since a page may
 * stop its clicks on their way.
 */
const OPENS = "data-courtesy-open";

/** Calls `open` with what the element asks for. */
export function watchOpeners(open: (view: "banner" | "preferences") => void): void {
  const isOpener = (node: EventTarget): node is Element => node instanceof Element && node.hasAttribute(OPENS);
  document.addEventListener(
    "click",
    (event) => {
      const opener = event.composedPath().find(isOpener);
      if (!opener) return;
      // A link would lead away, a button in a form would send it.
      event.preventDefault();
      open(opener.getAttribute(OPENS) === "preferences" ? "preferences" : "banner");
    },
    true,
  );
}
