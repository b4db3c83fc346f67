/** Pages with gated markup, at addresses of their own, with whatever policy a story wants. */

/** A page with our script tag. `tag` are attributes of that. */
export const html = ({ body = "", head = "", tag = "" } = {}) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gated</title><link rel="icon" href="data:,">
<script ${tag} src="/courtesy/courtesy.js" data-config="/courtesy.json"></script>${head}</head><body>${body}</body></html>`;

/**
 * Answers `path` with a page, in this context only.
 *
 * @param {import("playwright-core").BrowserContext} context
 * @param {string} path
 * @param {{ body?: string, head?: string, tag?: string, csp?: string }} [parts]
 */
export const serve = (context, path, { csp, ...parts } = {}) =>
  context.route(
    (url) => url.pathname === path,
    (route) =>
      route.fulfill({
        contentType: "text/html; charset=utf-8",
        headers: csp ? { "content-security-policy": csp } : {},
        body: html(parts),
      }),
  );

/** Answers each of these paths with a script that notes its name in `window.ran`, after so many milliseconds. */
export async function serveScripts(context, delays) {
  for (const [name, delayMs] of Object.entries(delays)) {
    await context.route(
      (url) => url.pathname === `/${name}.js`,
      async (route) => {
        await new Promise((done) => setTimeout(done, delayMs));
        await route.fulfill({ contentType: "text/javascript", body: NOTE(name) }).catch(() => {});
      },
    );
  }
}

/** The text of a script that notes its name. */
export const NOTE = (name) => `(window.ran ??= []).push(${JSON.stringify(name)});`;

/** The names of what ran, in order. */
export const ran = (page) => page.evaluate(() => window.ran ?? []);

/**
 * Every shift of the layout from now on, also such as follow a press: we promise none at all. The page itself may shift while it
 * is parsed in parts, so that is over first.
 */
export const watchShifts = (page) =>
  page.evaluate(async () => {
    window.shifts = [];
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
    new PerformanceObserver((list) => {
      const place = ({ x, y, width, height }) => [x, y, width, height].join(" ");
      for (const { value, sources } of list.getEntries()) {
        window.shifts.push([value, ...sources.map(({ node, previousRect, currentRect }) => `${node?.localName ?? node?.data}: ${place(previousRect)} → ${place(currentRect)}`)]);
      }
    }).observe({ type: "layout-shift" });
  });
export const shifts = (page) =>
  page.evaluate(async () => {
    // What is under way is painted, and told.
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))));
    return window.shifts;
  });
