/**
 * Where the visitor says to be, kept in the address and nowhere else: a reload and the links of this site keep it, another tab and
 * the next visit know nothing of it.
 */
const NAME = "region";

/** The place that the address names, or `null`. */
export const regionInAddress = () => new URL(location.href).searchParams.get(NAME);

/** Puts a place into the address, or takes it out; no step in the history. */
export function keepRegion(region) {
  const address = new URL(location.href);
  if (region) address.searchParams.set(NAME, region);
  else address.searchParams.delete(NAME);
  history.replaceState(history.state, "", address);
}

/** Hands the address's place to Courtesy, and has this site's own links carry it along. */
export function followAddress(courtesy) {
  const region = regionInAddress();
  // Before the engine runs: the call waits, and comes before the first question is asked.
  if (region) courtesy.consent.setRegion(region);
  document.addEventListener("click", ({ target }) => {
    const link = target instanceof Element && target.closest("a[href]");
    const now = regionInAddress();
    // A link may be filled in by a slot at any time, so it is changed in the moment in which it is used.
    if (!link || !now || link.origin !== location.origin) return;
    const address = new URL(link.href);
    address.searchParams.set(NAME, now);
    link.href = address.href;
  });
}
