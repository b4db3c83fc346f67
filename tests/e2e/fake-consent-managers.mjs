/**
 * Other consent managers, as their documentation has them: what a page's script sees of them, and no more.
 *
 * Each puts `window.manager` there: `load(answers?)` is their script's arrival (with a stored answer, or none), `ask()` their
 * banner, `answer(answers)` the visitor's act.
 */

/**
 * IAB Europe's TCF 2.2, with the stub that pages put into their head: it answers `ping`, and keeps everything else in a queue that
 * the manager takes over.
 */
export const TCF = `(() => {
  const queue = [];
  window.__tcfapi = (command, version, callback, parameter) => {
    if (command === "ping") return callback({ gdprApplies: undefined, cmpLoaded: false, cmpStatus: "stub", apiVersion: "2.2" });
    queue.push([command, version, callback, parameter]);
  };
  const listeners = new Map();
  let next = 1, data;
  const tell = (callback, listenerId) => callback({ ...data, listenerId }, true);
  const all = () => listeners.forEach((callback, id) => tell(callback, id));
  const record = (eventStatus, { purposes = {}, vendors = {} } = {}) => ({
    tcString: "CP…", tcfPolicyVersion: 4, cmpId: 1, cmpVersion: 1, gdprApplies: true, eventStatus, cmpStatus: "loaded",
    isServiceSpecific: true, publisherCC: "DE", purposeOneTreatment: false,
    purpose: { consents: purposes, legitimateInterests: { 2: true, 7: true } },
    vendor: { consents: vendors, legitimateInterests: { 755: true } }, specialFeatureOptins: {},
  });
  window.manager = {
    listeners,
    load(stored, gdprApplies = true) {
      data = !gdprApplies ? { tcfPolicyVersion: 4, cmpId: 1, cmpVersion: 1, gdprApplies } : stored ? record("tcloaded", stored) : { gdprApplies, cmpStatus: "loading" };
      window.__tcfapi = (command, version, callback, parameter) => {
        if (command === "addEventListener") { listeners.set(next, callback); tell(callback, next++); }
        else if (command === "removeEventListener") callback(listeners.delete(parameter));
        else if (command === "displayConsentUi" && window.canShow) { window.shown = "tcf"; callback(null, true); }
        else callback(null, false);
      };
      for (const call of queue) window.__tcfapi(...call);
    },
    repeat: all,
    ask() { data = record("cmpuishown", {}); all(); },
    answer(answers) { data = record("useractioncomplete", answers); all(); },
  };
})();`;

/**
 * OneTrust: the text \`OnetrustActiveGroups\`, and \`OneTrustGroupsUpdated\` with the list, at each load and each update. It calls the
 * page's \`OptanonWrapper\`, which is not ours to touch.
 */
export const ONETRUST = `(() => {
  window.wrapped = 0;
  window.OptanonWrapper = () => { window.wrapped += 1; };
  const update = (groups) => {
    window.OnetrustActiveGroups = "," + groups.join(",") + ",";
    window.OptanonWrapper();
    window.dispatchEvent(new CustomEvent("OneTrustGroupsUpdated", { detail: groups }));
  };
  const arrive = (groups = ["C0001"]) => {
    if (window.canShow) window.OneTrust = { ToggleInfoDisplay() { window.shown = "onetrust"; } };
    update(groups);
  };
  window.manager = { load: arrive, ask() {}, answer: update };
})();`;

/** Cookiebot: the object with the state, and events on the window when it is known and when it was given or withdrawn. */
export const COOKIEBOT = `(() => {
  const all = { necessary: true, preferences: false, statistics: false, marketing: false };
  const raise = (name) => window.dispatchEvent(new Event(name));
  const tell = () => {
    raise("CookiebotOnConsentReady");
    raise(window.Cookiebot.consented ? "CookiebotOnAccept" : "CookiebotOnDecline");
  };
  const set = (consent) => {
    const consented = Object.entries(consent).some(([name, yes]) => yes && name !== "necessary");
    Object.assign(window.Cookiebot, { consent: { ...all, ...consent, method: "explicit", stamp: "x" }, consented, declined: !consented, hasResponse: true });
    tell();
  };
  window.manager = {
    load(stored) {
      window.Cookiebot = { consent: { ...all, method: null, stamp: "0" }, consented: false, declined: false, hasResponse: false, doNotTrack: false };
      if (window.canShow) window.Cookiebot.renew = () => { window.shown = "cookiebot"; };
      raise("CookiebotOnLoad");
      if (stored) set(stored);
    },
    ask() { raise("CookiebotOnDialogDisplay"); },
    answer: set,
  };
})();`;
