/**
 * What the pages themselves do: the calls into Courtesy, and the contact form's thank-you.
 *
 * `window.courtesy` may be missing (its script blocked, or scripts of that origin refused): then the calls fall away
 * and everything else on the page works the same.
 */

import { followAddress } from "./panel/region.js";

/** @type {import("../../js/src/types.ts").Courtesy | undefined} */
const courtesy = window.courtesy;

if (courtesy) followAddress(courtesy);

// Courtesy itself opens the choice; where it is not there, a button that does nothing is taken away.
if (!courtesy) for (const button of document.querySelectorAll("[data-courtesy-open]")) button.hidden = true;

// Pricing: the choice itself is made by CSS; here it is only noticed.
for (const choice of document.querySelectorAll(".compare input[name=plan]")) {
  choice.addEventListener("change", () => courtesy?.track("Plan Compared", { plan: choice.value }));
}

// Contact: nothing is sent. Of all that was written, the event carries the chosen topic and nothing else.
const letter = document.querySelector("#letter");
letter?.addEventListener("submit", (event) => {
  event.preventDefault();
  courtesy?.track("Demo Requested", { topic: String(new FormData(letter).get("topic")) });
  const thanks = document.querySelector("#thanks");
  letter.hidden = true;
  thanks.hidden = false;
  thanks.focus();
});
