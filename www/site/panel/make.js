/** What the parts of the panel are made of: elements and text nodes only, so that a strict CSP with Trusted Types has nothing to object to. */

/** Makes an element; strings among the children become text. */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** A part of the panel: its section, and the place where its content is drawn anew. */
export function part(title) {
  const section = make("section", "panel-part", make("h3", "", title));
  const content = make("div", "");
  section.append(content);
  return { section, content };
}

/** A name on the left, and what is to be said about it on the right. */
export const row = (name, ...rest) => make("div", "panel-row", make("strong", "", name), ...rest);

/** `get_help` as a person would write it: `Get help`. */
export function spoken(id) {
  const words = id.replaceAll(/[-_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A button of the panel. */
export function button(label, act) {
  const made = make("button", "panel-button", label);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/** A moment as somebody in the visitor's own place reads it, to be compared with the clock on the wall. */
export function moment(ms, options = { hour: "2-digit", minute: "2-digit", second: "2-digit" }) {
  const time = make("time", "", new Date(ms).toLocaleString("en-GB", options));
  time.dateTime = new Date(ms).toISOString();
  return time;
}
