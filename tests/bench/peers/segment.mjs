/**
 * Segment's Analytics.js 2 (https://segment.com/docs/connections/sources/catalog/libraries/website/javascript/): one request for each
 * event by default. Its settings stand inline, and its lazy parts come from here.
 */
import { installed } from "./installed.mjs";

/** What the CDN would answer for a source without destinations. */
const SETTINGS = { integrations: { "Segment.io": { apiKey: "bench", unbundledIntegrations: [], addBundledMetadata: true } } };

/** @type {import("./index.mjs").Peer} */
export const segment = {
  name: "segment",
  npm: "@segment/analytics-next",
  about: "defaults, settings inline: one request for each event",
  head: `<script>window.analytics = { _cdn: location.origin };</script>
<script src="/segment/index.js"></script>
<script>
window.ready = AnalyticsNext.AnalyticsBrowser.load(
  { writeKey: "bench", cdnSettings: ${JSON.stringify(SETTINGS)} },
  { integrations: { "Segment.io": { apiHost: location.host + "/v1", protocol: "http" } } },
).then(([analytics]) => {
  window.record = (name, properties) => void analytics.track(name, properties);
});
</script>`,
  files: {
    "/segment/index.js": installed("@segment/analytics-next/dist/umd/index.js"),
    "/analytics-next/bundles/": installed("@segment/analytics-next/dist/umd/"),
  },
};
