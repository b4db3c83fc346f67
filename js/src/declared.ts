/**
 * What the config declares about consent, for the page to show: titles, texts, services, and what each of them keeps; and about
 * events, what the page's own side does.
 *
 * Place in the flow: a part of engine.js. The engine keeps of a config what it decides by; what is only shown, or looked up for a
 * name that the engine says, stays here. It decides nothing.
 */
import type { Autocapture } from "./host/captures.js";
import type { ConsentTexts } from "./parts.js";
import type { PurposeView, ServiceView } from "./types.js";

interface Item {
  id: string;
  title?: string;
  necessary?: boolean;
  services?: Item[];
}
/** The consent part of a config that the engine has checked. */
export interface Declared {
  purposes?: Item[];
  regions?: unknown[];
  region?: string;
  external?: { source: string };
  receipts?: { endpoint: string };
  text?: Record<string, string>;
  locales?: Record<string, Record<string, string>>;
}
interface Parts {
  consent?: Declared;
  events?: { links?: object; cookieless?: boolean; autocapture?: Autocapture };
}
/** These parts of a document: ours alone, or beside GrowthBook's. A member that is `null` is none, as it is to the engine. */
export function partsOf(config: unknown): Parts {
  try {
    const document = config as Parts & { courtesy?: Parts };
    const { consent, events } = document.courtesy ?? document;
    // Past the `toJSON` that old libraries give to lists.
    const own = function (this: Record<string, unknown>, key: string) {
      return this[key] ?? undefined;
    };
    return JSON.parse(JSON.stringify({ consent, events }, own));
  } catch {
    // What JSON cannot say, the engine refuses, and says why.
    return {};
  }
}

/** The declared purposes with their services, each with all its members. */
export function purposes(declared: Declared): PurposeView[] {
  const view = (item: Item, id: string): ServiceView => ({
    ...{ title: item.id, description: "", vendor: "", policy_url: "", cookies: [], storage: [], databases: [] },
    ...item,
    id,
  });
  return (declared.purposes ?? []).map((purpose) => ({
    ...view(purpose, purpose.id),
    necessary: !!purpose.necessary,
    services: (purpose.services ?? []).map((service) => view(service, `${purpose.id}/${service.id}`)),
  }));
}

/** The site's own words. */
export const words = ({ text = {}, locales = {} }: Declared): ConsentTexts => ({ text, locales });
