/**
 * The document's own members, whatever elements of the page bear their names.
 *
 * Place in the flow: under the gate. `<form name="scripts">` stands in front of `document.scripts`
 * (https://html.spec.whatwg.org/#dom-document-nameditem), so markup that runs nothing could blind the gate, or stop it.
 */
export const page: Document = new Proxy(Document.prototype, {
  get(own, name) {
    const member = Reflect.get(own, name, document);
    return typeof member === "function" ? member.bind(document) : member;
  },
});
