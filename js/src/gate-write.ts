/**
 * Keeps an inline script that runs after the page from writing the page away.
 *
 * Place in the flow: under gate-script.ts. `document.write` after the parser's end empties the page first; the browser spares it
 * only for scripts that come from a file (https://html.spec.whatwg.org/#ignore-destructive-writes-counter).
 */
const METHODS = ["write", "writeln"] as const;

/** Runs something during which nothing can be written; `tell` is called instead. */
export function withoutWriting(run: () => void, tell: () => void): void {
  const before = METHODS.map((name) => Object.getOwnPropertyDescriptor(document, name));
  // Where an element of this name stands in front of the method, nothing can be defined, and nobody can write.
  for (const name of METHODS) Reflect.defineProperty(document, name, { value: tell, configurable: true, writable: true });
  run();
  for (const [index, name] of METHODS.entries()) {
    // A script may have put a method of its own there; that is its own affair.
    if (document[name] !== (tell as unknown)) continue;
    delete (document as Partial<Document>)[name];
    if (before[index]) Object.defineProperty(document, name, before[index]);
  }
}
