/**
 * PostHog (https://posthog.com/docs/libraries/js): batches in memory, sent every three seconds.
 *
 * The build that loads nothing more. Its client rate limit (10 events a second) is raised, or most would be dropped; and it takes a browser that tests
 * for a bot.
 */
import { installed } from "./installed.mjs";

const SETTINGS = {
  persistence: "localStorage+cookie",
  advanced_disable_flags: true,
  disable_external_dependency_loading: true,
  autocapture: false,
  capture_pageview: false,
  capture_pageleave: false,
  capture_dead_clicks: false,
  capture_heatmaps: false,
  capture_performance: false,
  capture_exceptions: false,
  disable_session_recording: true,
  disable_surveys: true,
  disable_product_tours: true,
  disable_web_experiments: true,
  disable_conversations: true,
  opt_out_useragent_filter: true,
  rate_limiting: { events_per_second: 10_000, events_burst_limit: 100_000 },
};

/** @type {import("./index.mjs").Peer} */
export const posthog = {
  name: "posthog",
  npm: "posthog-js",
  about: "recording only, client rate limit raised",
  head: `<script src="/posthog/sdk.js"></script>
<script>
window.ready = new Promise((loaded) =>
  posthog.init("phc_bench", { api_host: location.origin, ...${JSON.stringify(SETTINGS)}, loaded }),
).then(() => {});
window.record = (name, properties) => void posthog.capture(name, properties);
</script>`,
  files: { "/posthog/sdk.js": installed("posthog-js/dist/array.no-external.js") },
};
