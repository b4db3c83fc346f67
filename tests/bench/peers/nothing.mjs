/** No SDK: what the driver itself and its timers cost. */

/** @type {import("./index.mjs").Peer} */
export const nothing = {
  name: "nothing",
  about: "no SDK: the driver and its timers",
  head: `<script>window.record = () => {}; window.ready = Promise.resolve();</script>`,
  files: {},
};
