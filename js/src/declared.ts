/**
 * What the config declares about consent, for the page to show: titles, texts, services, and what each of them keeps.
 *
 * Place in the flow: a part of engine.js. The engine keeps of a config what it decides by; what is only shown, or looked up for a
 * name that the engine says, stays here. It decides nothing.
 */
import type { ConsentTexts, ToClean } from "./parts.js";
import type { PurposeView, ServiceView } from "./types.js";

interface Item {
  id: string;
  title?: string;
  necessary?: boolean;
  services?: Item[];
  reload_on_withdrawal?: boolean;
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
/** Whose traces are to be removed, as the engine says it; `is_now` of a withdrawal, else of one that was before. */
export interface Withdrawn {
  items: string[];
  is_now: boolean;
}

/** The consent part of a document: ours alone, or beside GrowthBook's. */
export function consentOf(config: unknown): Declared {
  const document = config as { courtesy?: { consent?: Declared }; consent?: Declared };
  return (document.courtesy ?? document).consent ?? {};
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

/** The names of what these items keep. */
export function traces(declared: Declared, { items, is_now }: Withdrawn): ToClean {
  const all = purposes(declared).flatMap((purpose): ServiceView[] => [purpose, ...purpose.services]);
  const theirs = all.filter(({ id }) => items.includes(id)) as (ServiceView & Omit<Item, "services">)[];
  return {
    cookies: theirs.flatMap(({ cookies }) => cookies),
    storage: theirs.flatMap(({ storage }) => storage),
    databases: theirs.flatMap(({ databases }) => databases),
    isNow: is_now,
    reload: is_now && theirs.some((item) => item.reload_on_withdrawal),
  };
}
