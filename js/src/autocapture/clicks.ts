/**
 * Tells what a visitor clicked: links, buttons, ways off the site, files, and whatever the author gave a name.
 *
 * Place in the flow: one listener for the whole page, also for what comes into it later. One click is one event, the first of: the
 * author's own (`data-courtesy-event`), a file, another site, an element. What was clicked is told in the author's words (selector,
 * label, address without its query); a text that the visitor may have written is none of them.
 */
import type { Capture, Options } from "./types.js";
import { attribute, listen, matches, own, passed } from "./listen.js";
import { page } from "../gate-page.js";
import { selector } from "./selector.js";

const LINK = "a[href],area[href]";
const CLICKABLE = `${LINK},a,button,[role=button],summary,input[type=submit],input[type=button],input[type=image],input[type=reset]`;
/** What stands in its way to the text: the visitor's own words, or what the author says is nobody's business. */
const PRIVATE = "[contenteditable]:not([contenteditable=false]),input,textarea,select,script,style,[data-courtesy-private]";
export const IGNORED = "[data-courtesy-ignore]";
const PROPERTY = "data-courtesy-prop-";
const TEXT_MAX_LENGTH = 100;
/** GA4's list of files (https://support.google.com/analytics/answer/9216061), and today's packages and documents. */
const FILE =
  /\.(pdf|xlsx?|docx?|txt|rtf|csv|exe|key|pp[st]x?|7z|pkg|rar|gz|zip|avi|mov|mp4|mpe?g|wmv|midi?|mp3|wav|wma|dmg|msi|deb|rpm|apk|iso|tgz|xz|epub|od[tsp]|ics|webm)$/i;
const ENDING = /\.(\w+)$/;

export function clicks({ sink }: Capture, options: Options): void {
  listen(["click", "auxclick"], (event) => {
    // Of the other buttons only the middle one does something, and only on a link. A script's own clicks are nobody's.
    if (!event.isTrusted || event.button > 1) return;
    const path = passed(event);
    if (path.some((node) => matches(node, IGNORED))) return;
    // The field that a label is for gets a click of its own.
    const first = path.find((node) => matches(node, `${CLICKABLE},input,select,textarea,label`));
    if (first instanceof HTMLLabelElement && first.control && !path.includes(first.control)) return;

    const element = path.find((node) => matches(node, CLICKABLE));
    const link = element && matches(element, LINK) ? element : undefined;
    if (event.button && !link) return;
    // A form's name is for its submit.
    const named = path.find((node) => attribute(node, "data-courtesy-event") && !matches(node, "form"));
    const told = (link && wayOut(link, options)) ?? (element && options.clicks ? described(element, path) : undefined);
    const name = named ? attribute(named, "data-courtesy-event") : told?.[0];
    if (name) sink.track(name, { ...told?.[1], ...given(path) });
  });
}

type Told = [name: string, properties: object];

/** A file, or another site; `undefined` for a way within the site. */
function wayOut(link: Element, { outbound, downloads }: Options): Told | undefined {
  const url = target(link);
  if (!url) return;
  const href = bare(url);
  const isWeb = href !== url.protocol;
  if (downloads && ((isWeb && FILE.test(url.pathname)) || matches(link, "[download]"))) {
    // The name that the page gives to what it made itself may be the visitor's; only its ending is told.
    const fileName = isWeb ? url.pathname.replace(/.*\//, "") : "";
    const extension = (ENDING.exec(fileName) ?? ENDING.exec(attribute(link, "download") ?? ""))?.[1]?.toLowerCase();
    return ["File Downloaded", { href, ...(extension && { extension }), ...(fileName && { file_name: fileName }) }];
  }
  if (outbound && isWeb && url.host !== location.host) return ["Outbound Link Clicked", { href, host: url.host }];
  return;
}

function described(element: Element, path: Element[]): Told {
  const url = target(element);
  const isPrivate = path.slice(path.indexOf(element)).some((node) => matches(node, PRIVATE));
  const text = isPrivate ? "" : label(element).replace(/\s+/g, " ").trim().slice(0, TEXT_MAX_LENGTH) || attribute(element, "aria-label");
  return [
    "Element Clicked",
    { tag: own(element, "localName"), selector: selector(element), ...(text && { text }), ...(url && { href: bare(url) }) },
  ];
}

/** Its text, without what lies in private parts. Not `innerText`, which would have the page laid out. */
function label(node: Node): string {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element) || matches(node, PRIVATE)) return "";
  let text = "";
  for (const inner of own(node, "childNodes")) {
    text += label(inner);
    if (text.length > 4 * TEXT_MAX_LENGTH) break;
  }
  return text;
}

/** Where a link leads to. An SVG's link has no address but its attribute. */
function target(link: Element): URL | undefined {
  const href = attribute(link, "href");
  try {
    return href === undefined ? href : new URL(href, page.baseURI);
  } catch {
    return;
  }
}

/** An address without query, fragment and credentials; of others than the web's only their kind, since `mailto:` holds a person. */
export const bare = ({ protocol, origin, pathname }: URL): string => (/^https?:$/.test(protocol) ? origin + pathname : protocol);

/** What the author gives along, the nearest first: `data-courtesy-prop-plan-name="pro"` is `plan_name`. */
function given(path: Element[]): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const node of path) {
    for (const { name, value } of own(node, "attributes"))
      if (name.startsWith(PROPERTY)) properties[name.slice(PROPERTY.length).replaceAll("-", "_")] ??= value;
  }
  return properties;
}
