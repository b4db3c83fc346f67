/**
 * Web vitals, measured by Google's library of that name, which is a file of its own: vitals.js.
 *
 * Place in the flow: one of the captures. LCP, CLS and INP are known when the page is hidden, and told then. The library cannot be
 * stopped, so it measures a document once; what it says after a no goes to a sink that is closed.
 */
import type { Capture } from "./types.js";

let measuring: Promise<void> | undefined;

/** Events: "Web Vital Measured". */
export function vitals({ sink }: Capture): void {
  measuring ??= import("../vitals.js").then(
    ({ measure }) =>
      measure(({ name, value, rating, navigationType, id }) =>
        sink.track("Web Vital Measured", {
          metric: name,
          // Milliseconds; only the layout shift is a ratio.
          value: name === "CLS" ? Math.round(value * 1e4) / 1e4 : Math.round(value),
          rating,
          navigation_type: navigationType,
          // A page that is shown again may measure more: of one id the last value holds.
          metric_id: id,
        }),
      ),
    // Without the file there are no vitals; everything else is captured.
    () => {},
  );
}
