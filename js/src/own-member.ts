/**
 * A member of the document itself, where an image, a form or a frame of the page may bear its name and stand in its way
 * (https://html.spec.whatwg.org/#dom-document-nameditem).
 *
 * Place in the flow: under the client and the engine's host, which read a few members each. The gate and the captures read more, by
 * gate-page.ts. What the window has needs neither: elements are named there only where it has nothing.
 */
export const own = <K extends keyof Document>(name: K): Document[K] => Reflect.get(Document.prototype, name, document);
