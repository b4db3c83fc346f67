/**
 * Snowplow's browser tracker (https://docs.snowplow.io/docs/sources/web-trackers/): a queue of at most 1,000 events in localStorage.
 *
 * With a buffer of fifty. By default it sends each event in a request of its own, which costs more and loses more.
 */
import { installed } from "./installed.mjs";

const SETTINGS = { appId: "bench", encodeBase64: false, bufferSize: 50 };

/** @type {import("./index.mjs").Peer} */
export const snowplow = {
  name: "snowplow",
  npm: "@snowplow/browser-tracker",
  about: "`bufferSize: 50` (the default, 1, costs more)",
  head: `<script src="/snowplow/sdk.js"></script>
<script>
const tracker = window.snowplowBrowserTracking;
tracker.newTracker("bench", location.host, ${JSON.stringify(SETTINGS)});
const schema = "iglu:bench/plan_compared/jsonschema/1-0-0";
window.record = (name, data) => tracker.trackSelfDescribingEvent({ event: { schema, data } });
window.flush = () => tracker.flushBuffer();
window.ready = Promise.resolve();
</script>`,
  files: { "/snowplow/sdk.js": installed("@snowplow/browser-tracker/dist/index.umd.min.js") },
};
