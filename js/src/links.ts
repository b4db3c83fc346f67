/**
 * links.js: links to other sites of ours carry the visitor over. Loaded only where the config declares such sites.
 *
 * Place in the flow: it hears clicks and asks the engine, which says whether a link may carry anybody, and whom. The address stands in
 * the link for that one navigation only: what is copied or bookmarked is the link as it was.
 */

/** Hears clicks: of the first and the middle button, and the keyboard's, which come as clicks. The others follow no link. `ask` answers the address to go to, or nothing. */
export function watch(ask: (url: string) => string | null): void {
  const hear = (event: MouseEvent) => {
    if (event.button > 1) return;
    for (const node of event.composedPath()) {
      const link = node as HTMLAnchorElement;
      // An SVG's link has no text for its address.
      if (!(node instanceof HTMLElement) || typeof link.href != "string" || !/^(a|area)$/i.test(link.localName)) continue;
      const address = ask(link.href);
      const before = link.getAttribute("href")!;
      if (address) {
        link.setAttribute("href", address);
        setTimeout(() => link.getAttribute("href") === address && link.setAttribute("href", before));
      }
      return;
    }
  };
  for (const kind of ["click", "auxclick"] as const) addEventListener(kind, hear, true);
}
