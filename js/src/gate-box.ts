/**
 * Gives one element the box of another, so that standing in for it moves nothing on the page.
 *
 * Place in the flow: under the placeholder. Sizes are copied as they are meant (`100%`, `16 / 9`) where the browser tells
 * (`computedStyleMap`), so that the box follows the window; then both are measured, and where they differ pixels are set.
 */

const sides = (before: string, after = "") => ["top", "right", "bottom", "left"].map((side) => `${before}${side}${after}`);
const COPIED = [
  ...sides(""),
  ...sides("margin-"),
  ...sides("padding-"),
  ...sides("border-", "-width"),
  ...["min-width", "max-width", "min-height", "max-height", "aspect-ratio", "box-sizing"],
  ...["position", "float", "clear", "z-index", "transform", "translate", "vertical-align", "order"],
  ...["flex-grow", "flex-shrink", "flex-basis", "align-self", "justify-self"],
  ...["grid-row-start", "grid-row-end", "grid-column-start", "grid-column-end"],
  ...["border-top-left-radius", "border-top-right-radius", "border-bottom-right-radius", "border-bottom-left-radius"],
];
const TOLERANCE_PX = 0.5;

/** Lays `place` out as `frame` is laid out now; `frame` must be shown, and is hidden by `hide` for the second measure. */
export function takeBox(frame: HTMLElement, place: HTMLElement, hide: () => void): void {
  const { style } = place;
  // Any transition of the page's would make the second measure a wrong one.
  style.cssText = "display: none !important; transition: none !important; animation: none !important";
  const box = frame.getBoundingClientRect();
  const used = getComputedStyle(frame);
  const meant = frame.computedStyleMap?.();
  const value = (name: string) => meant?.get(name)?.toString() ?? used.getPropertyValue(name);
  for (const name of COPIED) style.setProperty(name, value(name));
  const [width, height] = [value("width"), value("height")];
  // `auto` is the frame's own size (300 by 150), which only replaced elements have.
  style.setProperty("width", width === "auto" ? used.width : width);
  style.setProperty("height", height === "auto" && value("aspect-ratio") === "auto" ? used.height : height);
  const display = used.display === "inline" ? "inline-block" : used.display;
  hide();
  style.setProperty("display", display, "important");
  const now = place.getBoundingClientRect();
  const both = ["width", "height"] as const;
  if (both.every((side) => Math.abs(now[side] - box[side]) <= TOLERANCE_PX)) return;
  style.setProperty("box-sizing", "border-box");
  style.setProperty("aspect-ratio", "auto");
  for (const side of both) {
    style.setProperty(`min-${side}`, "0");
    style.setProperty(`max-${side}`, "none");
    style.setProperty(side, `${box[side]}px`);
  }
}
