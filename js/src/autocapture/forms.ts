/**
 * Tells that a form was begun, sent, or left; never what was written in it.
 *
 * Place in the flow: listens to fields and submits of the whole page. No field's value is read here, not even to see whether there is
 * one: what a visitor filled in is counted by the fields that told of an input. Nothing here knows whether a submit succeeded.
 */
import type { Capture } from "./types.js";
import { IGNORED } from "./clicks.js";
import { attribute, listen, matches, passed, signal } from "./listen.js";
import { selector } from "./selector.js";

const NO_FIELD = ["hidden", "submit", "button", "image", "reset"].map((type) => `[type=${type}]`).join();
const FIELD = `input:not(${NO_FIELD}),select,textarea`;

interface Form {
  /** What it is, as it was when it was begun: when it is left, it may be out of the page. */
  _described: object;
  /** The fields that the visitor changed. Those of one name (radio buttons) are one. */
  _filled: Set<string | Element>;
  _last: string | undefined;
  _isSubmitted: boolean;
}

export function forms({ sink, onView }: Capture): void {
  /** The forms that were begun in this view. */
  let begun = new Map<HTMLFormElement, Form>();

  const submitted = (event: Event) => {
    const path = passed(event);
    const element = path[0];
    if (!(element instanceof HTMLFormElement) || isIgnored(path)) return;
    const form = begun.get(element);
    if (form) form._isSubmitted = true;
    sink.track(attribute(element, "data-courtesy-event") ?? "Form Submitted", told(form, element));
  };
  const abandon = () => {
    const left = begun;
    begun = new Map();
    for (const [element, form] of left) if (!form._isSubmitted) sink.track("Form Abandoned", told(form, element));
  };

  listen(["input", "change"], (event) => {
    const path = passed(event);
    const field = path[0];
    if (!event.isTrusted || !field || !matches(field, FIELD) || isIgnored(path)) return;
    const element = (field as HTMLInputElement).form;
    if (!element) return;
    let form = begun.get(element);
    if (!form) {
      begun.set(element, (form = { _described: described(element), _filled: new Set(), _last: undefined, _isSubmitted: false }));
      // A submit does not leave its shadow root. The same listener twice is one.
      const root = Node.prototype.getRootNode.call(element);
      if (root instanceof ShadowRoot) root.addEventListener("submit", submitted, { capture: true, passive: true, signal: signal() });
      sink.track("Form Started", form._described);
    }
    form._filled.add(keyOf(field));
    form._last = attribute(field, "name") ?? attribute(field, "id");
  });
  listen(["submit"], submitted);
  // Hidden is not left: visitors look things up. It runs before the listeners that send what is still here.
  listen(["pagehide"], abandon);
  onView(abandon);
}

const isIgnored = (path: Element[]) => path.some((node) => matches(node, IGNORED));

const keyOf = (field: Element) => attribute(field, "name") ?? field;

function described(form: HTMLFormElement): object {
  const elements: HTMLFormControlsCollection = Reflect.get(HTMLFormElement.prototype, "elements", form);
  const fields = new Set([...elements].filter((field) => matches(field, FIELD)).map(keyOf));
  return {
    form_id: attribute(form, "id"),
    form_name: attribute(form, "name"),
    selector: selector(form),
    fields: fields.size,
  };
}

/** A form that nobody began may be sent as well: by a button alone, or with what the browser filled in before. */
const told = (form: Form | undefined, element: HTMLFormElement) =>
  form ? { ...form._described, filled: form._filled.size, last_field: form._last } : { ...described(element), filled: 0 };
