/** Marks the present hour on the curve. It stands in for another company's page, and keeps nothing. */
const FIRST_HOUR_X = 28;
const HOUR_WIDTH = 17.9;

const now = new Date();
const mark = document.querySelector("#now");
const x = FIRST_HOUR_X + (now.getHours() + now.getMinutes() / 60) * HOUR_WIDTH;
mark.setAttribute("transform", `translate(${x.toFixed(1)} 0)`);
mark.removeAttribute("hidden");
