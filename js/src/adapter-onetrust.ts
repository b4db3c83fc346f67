/**
 * OneTrust: the active groups (`C0002`), which it lists whenever its script loads and whenever a choice is made.
 *
 * https://developer.onetrust.com/onetrust/docs/javascript-events-guide. `OptanonWrapper` belongs to the page and is left alone.
 */
import type { Adapter, Show } from "./adapters.js";

export const showOneTrust: Show = () => {
  (window as unknown as { OneTrust: { ToggleInfoDisplay(): void } }).OneTrust.ToggleInfoDisplay();
  return true;
};

export const oneTrust: Adapter = (tell) => {
  const pass = (groups: string[]) =>
    tell(Object.fromEntries(groups.filter((group) => typeof group === "string" && group).map((group) => [group, true])));
  const now = () => {
    const groups = (window as { OnetrustActiveGroups?: string }).OnetrustActiveGroups;
    return typeof groups === "string" ? groups.split(",") : undefined;
  };
  const updated = (event: Event) => {
    const { detail } = event as CustomEvent<string[]>;
    pass(Array.isArray(detail) ? detail : (now() ?? []));
  };
  addEventListener("OneTrustGroupsUpdated", updated);
  // It was here first: its event is past.
  const groups = now();
  if (groups) pass(groups);
  return () => removeEventListener("OneTrustGroupsUpdated", updated);
};
