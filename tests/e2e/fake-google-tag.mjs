/**
 * A consumer of `window.dataLayer` that works as Google's tag does by its documentation: it takes the commands in their order, also
 * those that were there before it; a command is an `arguments` object and nothing else; the default of the most specific region
 * holds; tags wait for an update as long as the defaults say. Each tag notes the consent under which it fires.
 *
 * https://developers.google.com/tag-platform/security/guides/consent, https://developers.google.com/tag-platform/devguides/datalayer
 */
export const FAKE_GOOGLE_TAG = `(() => {
  const region = window.visitorRegion ?? "DE";
  const defaults = [];
  let updated = {}, waitMs = 0, hasUpdate, wake;
  const update = new Promise((done) => (wake = done));
  window.fired = [];
  window.settings = {};
  const fits = (code) => region === code || region.startsWith(code + "-");
  const state = () => {
    const found = {};
    for (const { region: codes, wait_for_update, ...signals } of defaults) {
      const depth = codes ? Math.max(-1, ...codes.filter(fits).map((code) => code.length)) : 0;
      if (depth < 0) continue;
      for (const [signal, word] of Object.entries(signals)) if (!(found[signal]?.depth > depth)) found[signal] = { depth, word };
    }
    return { ...Object.fromEntries(Object.entries(found).map(([signal, { word }]) => [signal, word])), ...updated };
  };
  const fire = async (name) => {
    if (!hasUpdate) await Promise.race([update, new Promise((done) => setTimeout(done, waitMs))]);
    window.fired.push({ name, ...state() });
  };
  const take = (entry) => {
    if (Object.prototype.toString.call(entry) !== "[object Arguments]") return;
    const [command, action, value] = entry;
    if (command === "consent" && action === "default") {
      if (window.fired.length) throw new Error("defaults after a tag");
      defaults.push(value);
      waitMs = value.wait_for_update ?? 0;
    } else if (command === "consent" && action === "update") { updated = { ...updated, ...value }; hasUpdate = true; wake(); }
    else if (command === "set") window.settings[action] = value;
    else if (command === "config" || command === "event") fire(action);
  };
  const layer = (window.dataLayer ??= []);
  layer.forEach(take);
  const push = layer.push;
  layer.push = (...entries) => { const length = push.apply(layer, entries); entries.forEach(take); return length; };
})();`;
