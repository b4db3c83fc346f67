/**
 * What the eye saw: the text of the hero at every frame, the paints and the layout shifts, noted from within the page.
 *
 * A frame's callback runs right before that frame is painted, and no script runs in between: what stands then is what is
 * painted.
 */

/** @param {import("playwright-core").BrowserContext} context */
export const watchPaint = (context) =>
  context.addInitScript(() => {
    const seen = (window.seen = { frames: [], shifts: [] });
    const look = () => {
      const slot = document.querySelector("courtesy-slot[name=hero]");
      const title = slot?.querySelector("[data-bind=title]");
      const lead = slot?.querySelector("[data-bind=lead]");
      seen.frames.push({
        atMs: performance.now(),
        title: title ? title.textContent : null,
        lead: lead ? lead.textContent : null,
        isInView: !!title && title.getBoundingClientRect().height > 0,
        isRunning: window.courtesy?.consent.get() !== undefined,
      });
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    const name = (node) => {
      const element = node instanceof Element ? node : node?.parentElement;
      return {
        what: element ? `${element.localName}.${element.className?.baseVal ?? element.className}` : "gone",
        isInPanel: !!element?.closest(".panel"),
      };
    };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        seen.shifts.push({ value: entry.value, atMs: entry.startTime, sources: entry.sources.map(({ node }) => name(node)) });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });

/**
 * @param {import("playwright-core").Page} page  After its first contentful paint.
 * @returns {Promise<{ frames: object[], shifts: object[], firstPaintMs: number, firstContentfulPaintMs: number }>}
 */
export const whatWasSeen = (page) =>
  page.evaluate(async () => {
    const paint = (name) => performance.getEntriesByName(name)[0]?.startTime;
    while (paint("first-contentful-paint") === undefined) await new Promise(requestAnimationFrame);
    // Two frames more, so that what the last paint shifted has been reported.
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    return {
      ...window.seen,
      firstPaintMs: paint("first-paint"),
      firstContentfulPaintMs: paint("first-contentful-paint"),
    };
  });

/** All texts that the hero's title ever had in a frame, each once, in order. */
export const titlesSeen = ({ frames }) => [...new Set(frames.map(({ title }) => title).filter((title) => title !== null))];

/** The shifts but for those within the demo's own panel, which draws itself anew when the visitor answers. */
export const shiftsBesidePanel = ({ shifts }) =>
  shifts.filter(({ sources }) => sources.length === 0 || !sources.every(({ isInPanel }) => isInPanel));
