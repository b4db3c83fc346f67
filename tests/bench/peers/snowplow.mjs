/**
 * Snowplow's browser tracker (https://docs.snowplow.io/docs/sources/web-trackers/): a queue in localStorage, one request for each event
 * by default, or for fifty.
 */
import { installed } from "./installed.mjs";

/** @returns {import("./index.mjs").Peer} */
const make = (name, about, settings) => ({
  name,
  npm: "@snowplow/browser-tracker",
  about,
  head: `<script src="/snowplow/sdk.js"></script>
<script>
const snowplow = window.snowplowBrowserTracking;
snowplow.newTracker("sp", location.host, ${JSON.stringify({ appId: "bench", encodeBase64: false, ...settings })});
window.record = (name, properties) =>
  snowplow.trackSelfDescribingEvent({ event: { schema: "iglu:bench/" + name.replace(" ", "_") + "/jsonschema/1-0-0", data: properties } });
window.flush = () => snowplow.flushBuffer();
window.ready = Promise.resolve();
</script>`,
  files: { "/snowplow/sdk.js": installed("@snowplow/browser-tracker/dist/index.umd.min.js") },
});

export const snowplow = make("snowplow", "defaults: one request for each event", {});
export const snowplowBatch = make("snowplow-batch", "`bufferSize: 50`", { bufferSize: 50 });
