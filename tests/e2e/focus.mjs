/** Where the focus is, also within shadow roots, and how it is moved by the keyboard. */

/** The name of what has the focus: its label, else its text. */
export const focused = (page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.ariaLabel || (element?.labels?.[0] ?? element)?.textContent.trim() || "";
  });

/** Presses Tab until it is there, and says how often that was. */
export async function tabTo(page, label, most = 80) {
  for (let presses = 1; presses <= most; presses += 1) {
    await page.keyboard.press("Tab");
    if ((await focused(page)) === label) return presses;
  }
  throw new Error(`“${label}” was not reached with ${most} presses of Tab`);
}
