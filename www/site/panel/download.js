/** Hands the visitor a file that is made in the page and sent nowhere. */

/** How long a browser may take to begin; then the file's memory is given back. */
const PATIENCE_MS = 60_000;

export function download(name, data) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }));
  link.download = `quaybook-${name}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), PATIENCE_MS);
}
