/** Ours, as the demo has it: script tag, durable queue, a visitor who said yes. */
import { fileURLToPath } from "node:url";

const DIST = process.env.COURTESY_DIST ?? fileURLToPath(new URL("../../../js/dist", import.meta.url));

/** Events are all that there is: no slots, no intents. How they are delivered is the default. */
const CONFIG = {
  consent: {
    purposes: [
      { id: "necessary", title: "Remember your answer", description: "So that we ask once.", necessary: true },
      { id: "analytics", title: "Count what is read", description: "Which pages and buttons are used." },
    ],
  },
};

/** @type {import("./index.mjs").Peer} */
export const courtesy = {
  name: "courtesy",
  about: "defaults; durable queue in IndexedDB, analytics allowed",
  head: `<script src="/courtesy/courtesy.js" data-config="/courtesy.json" data-region="DE"></script>
<script>
window.record = (name, properties) => void window.courtesy.track(name, properties);
window.ready = window.courtesy.ready.then((state) => {
  if (state !== "running") throw new Error("Courtesy does not run.");
  window.courtesy.consent.set({ analytics: true });
});
</script>`,
  files: {
    "/courtesy/": `${DIST}/`,
    "/courtesy.json": { type: "application/json", text: JSON.stringify(CONFIG) },
  },
};
