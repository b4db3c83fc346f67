/**
 * vitals.js: the five web vitals, by the library `web-vitals` (https://github.com/GoogleChrome/web-vitals).
 *
 * Place in the flow: loaded by autocapture.js where vitals are switched on. It looks back (buffered entries), so it may come late.
 */
import { type MetricType, onCLS, onFCP, onINP, onLCP, onTTFB } from "web-vitals";

/** Calls `tell` with each measure when the library is sure of it; of CLS and INP again when they grew after that. */
export function measure(tell: (metric: MetricType) => void): void {
  for (const on of [onTTFB, onFCP, onLCP, onCLS, onINP]) on(tell);
}
