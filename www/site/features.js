/** Says on the page what becomes of the almanac's cookies, and takes frames away that nobody would fill; all else is the gate's business. */

/** @type {import("../../js/src/types.ts").Courtesy | undefined} */
const courtesy = window.courtesy;
const place = document.querySelector("[data-almanac]");

courtesy?.consent.onCleaned(({ removed, left }) => {
  // A report of what was before a later yes says nothing about what stands now.
  if (courtesy.consent.get()?.services["marketing/almanac"]) return;
  const names = (kept) => kept.filter(({ kind, name }) => kind === "cookie" && name.startsWith("_almanac")).map(({ name }) => name);
  if (names(left).length > 0) place.textContent = `Some of its cookies could not be removed: ${names(left).join(" and ")}.`;
  else if (names(removed).length > 0) place.textContent = `Its cookies are gone again: ${names(removed).join(" and ")}.`;
});

// Without Courtesy nothing is let in, and nothing stands for it either: the links below remain.
if ((await courtesy?.ready) !== "running") {
  for (const frame of document.querySelectorAll(".windows .chart-frame")) frame.hidden = true;
}
