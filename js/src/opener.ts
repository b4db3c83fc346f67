/**
 * `[data-courtesy-open]`: any element that opens the choice, such as a footer's "Privacy choices".
 *
 * Place in the flow: in the boot script. One listener for all, also for those that come later; it is captured, since a page may
 * stop its clicks on their way. At the window, whose methods no element of the page can stand in front of by its name, and with the
 * prototype's methods, since a form's may be fields of it.
 */
const OPENS = "data-courtesy-open";

/** Calls `open` with what the element asks for. */
export function watchOpeners(open: (view: "banner" | "preferences") => void): void {
  const { getAttribute } = Element.prototype;
  const wish = (node: EventTarget) => (node instanceof Element ? getAttribute.call(node, OPENS) : null);
  addEventListener(
    "click",
    (event) => {
      const view = event.composedPath().map(wish).find((view) => view !== null);
      if (view === undefined) return;
      // A link would lead away, a button in a form would send it.
      event.preventDefault();
      open(view === "preferences" ? "preferences" : "banner");
    },
    true,
  );
}
