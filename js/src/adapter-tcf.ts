/**
 * IAB Europe's TCF: the purposes by their numbers, the vendors as `vendor:ID`.
 *
 * https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework/blob/master/TCFv2/IAB%20Tech%20Lab%20-%20CMP%20API%20v2.md
 */
import type { Adapter, Answers, Show } from "./adapters.js";

interface TcData {
  gdprApplies?: boolean;
  eventStatus?: string;
  listenerId?: number;
  purpose?: { consents?: Answers };
  vendor?: { consents?: Answers };
}
type TcfApi = (command: string, version: 2, callback: (data: TcData, success: boolean) => void, parameter?: number) => void;

const LOOK_EVERY_MS = 250;
/** Managers put a stub into the page early; one that is not there by then is none. */
const LOOKS = 120;

const api = () => {
  const found = (window as { __tcfapi?: TcfApi }).__tcfapi;
  return typeof found === "function" ? found : undefined;
};

/** A command that not every manager knows. A stub keeps it until the manager is there. */
export const showTcf: Show = () => new Promise((done) => api()!("displayConsentUi", 2, (_, success) => done(success)));

export const tcf: Adapter = (tell) => {
  let listenerId: number | undefined;
  const begin = () =>
    // A stub keeps this in its queue until the manager is there.
    api()?.("addEventListener", 2, (data, success) => {
      if (!success || !data) return;
      listenerId = data.listenerId;
      // There is no answer to wait for. While nobody knows, it is `undefined`.
      if (data.gdprApplies === false) return tell(null);
      // While it asks (`cmpuishown`) there is a string, with nothing in it that the visitor said.
      if (data.eventStatus !== "tcloaded" && data.eventStatus !== "useractioncomplete") return;
      const answers: Answers = { ...data.purpose?.consents };
      for (const [id, isAllowed] of Object.entries(data.vendor?.consents ?? {})) answers[`vendor:${id}`] = isAllowed;
      tell(answers);
    });

  let looks = 0;
  const timer = setInterval(() => {
    if (!api() && ++looks < LOOKS) return;
    clearInterval(timer);
    begin();
  }, LOOK_EVERY_MS);
  if (api()) {
    clearInterval(timer);
    begin();
  }
  return () => {
    clearInterval(timer);
    if (listenerId !== undefined) api()?.("removeEventListener", 2, () => {}, listenerId);
  };
};
