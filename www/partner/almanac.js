/**
 * Stands in for an advertiser's tag: sets two cookies as soon as it runs, and says so where the page has a place for that.
 *
 * It asks nobody for leave and cleans up nothing, as such tags do: that is the page's business, and the reason why it is gated.
 */
const DAYS_90 = 90 * 86_400;
const cookies = { _almanac: crypto.randomUUID(), _almanac_page: encodeURIComponent(location.pathname) };
for (const [name, value] of Object.entries(cookies)) document.cookie = `${name}=${value}; path=/; max-age=${DAYS_90}; SameSite=Lax`;

const place = document.querySelector("[data-almanac]");
if (place) place.textContent = `The almanac’s script ran and set ${Object.keys(cookies).join(" and ")}.`;
