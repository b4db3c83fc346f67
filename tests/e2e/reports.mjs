/** What Courtesy reports of its own failures: through console.error with the script tag, and through onError with npm. */

/**
 * Collects our errors from the console. What the browser itself writes there (a file that is missing, a refused policy) has
 * no value to it and is left out; a value that is no classified error is kept, for there should be none.
 *
 * @param {import("playwright-core").BrowserContext} context
 * @returns {() => Promise<object[]>}
 */
export function watchConsole(context) {
  const reports = [];
  context.on("console", (message) => {
    if (message.type() !== "error" || message.args().length === 0) return;
    const read = message.args()[0].evaluate((error) =>
      error instanceof Error
        ? { name: error.name, kind: error.kind, path: error.path, message: error.message }
        : { name: "none of ours", message: String(error) },
    );
    reports.push(read.catch(() => ({ name: "gone", message: message.text() })));
  });
  return () => Promise.all(reports);
}

/** Name, kind and path, without the words, which may change. */
export const classified = (reports) =>
  reports.map(({ name, kind, path }) => (path === undefined ? { name, kind } : { name, kind, path }));
