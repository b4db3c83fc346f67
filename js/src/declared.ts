/**
 * What the config declares about consent, for the page to show: titles, texts, services, and what each of them keeps.
 *
 * Place in the flow: a part of engine.js. The engine keeps of a config what it decides by; what is only shown, or looked up for a
 * name that the engine says, stays here. It decides nothing.
 */
import { meant } from "./cleaner-names.js";
import type { ConsentTexts, ToClean, Traces } from "./parts.js";
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
/** Whose traces are to be removed, as the engine says it; `is_now` of a withdrawal, else of one that was before. */
export interface Withdrawn {
  items: string[];
  is_now: boolean;
}

/** The consent part of a document: ours alone, or beside GrowthBook's. A member that is `null` is none, as it is to the engine. */
export function consentOf(config: unknown): Declared {
  try {
    const document = config as { courtesy?: { consent?: Declared }; consent?: Declared };
    return JSON.parse(JSON.stringify((document.courtesy ?? document).consent ?? {}), (_, value) => value ?? undefined);
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

/**
 * The names of what these items keep, and of what stays because allowed items keep it. Both are asked for anew before each removal
 * (`allowed`: whether an item is, by its id): the visitor may have said yes meanwhile.
 */
export function traces(declared: Declared, withdrawn: Withdrawn[], allowed: () => Record<string, boolean>): ToClean {
  const items = withdrawn.flatMap(({ items }) => items);
  const now = withdrawn.flatMap(({ items, is_now }) => (is_now ? items : []));
  const all = purposes(declared).flatMap((purpose): ServiceView[] => [purpose, ...purpose.services]);
  const of = (isOne: (id: string) => unknown) => {
    const kept = (kind: keyof Traces) => all.flatMap((item) => (isOne(item.id) ? item[kind] : []));
    return { cookies: kept("cookies"), storage: kept("storage"), databases: kept("databases") };
  };
  return {
    names() {
      const isAllowed = allowed();
      return { ...of((id) => items.includes(id) && !isAllowed[id]), keep: of((id) => isAllowed[id]) };
    },
    isNow: now.length > 0,
    reload: all.some((item: { reload_on_withdrawal?: boolean } & ServiceView) => now.includes(item.id) && item.reload_on_withdrawal),
  };
}

/** Whether any of it is there. Most visitors who declined have nothing, and need not load what would remove it. */
export async function isAnyThere(what: ToClean): Promise<boolean> {
  try {
    const { cookies, storage, databases, keep } = what.names();
    return (
      document.cookie.split("; ").map((pair) => pair.split("=", 1)[0]!).some(meant(cookies, keep.cookies)) ||
      [...Object.keys(localStorage), ...Object.keys(sessionStorage)].some(meant(storage, keep.storage)) ||
      (databases.length > 0 && (await indexedDB.databases()).some(({ name = "" }) => meant(databases, keep.databases)(name)))
    );
  } catch {
    // The browser does not tell.
    return true;
  }
}
