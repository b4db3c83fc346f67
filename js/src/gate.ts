/**
 * gate.js: lets scripts, frames and images in when their item is allowed.
 *
 * Place in the flow: between the consent room and what the page would load. Loaded when the first `[data-courtesy]` is seen. What is
 * allowed is the engine's word; this file finds the nodes, now and later, and sees to it that looking twice does nothing twice.
 */
import type { ConsentTexts } from "./parts.js";
import { type Words, fill, words } from "./consent-words.js";
import { courtesyError } from "./errors.js";
import { frameKeeper } from "./gate-frame.js";
import { idle, painted } from "./gate-moment.js";
import { page } from "./gate-page.js";
import { scriptQueue } from "./gate-script.js";
import { isWebAddress, nonceCheck, type Report } from "./gate-trust.js";
import { touched } from "./seen.js";
import type { ConsentView, Courtesy } from "./types.js";

const GATED = "[data-courtesy]";
/** Half a frame of a screen. */
const TASK_MS = 8;
const item = (node: HTMLElement) => node.dataset["courtesy"]!;
/** A selector by which a developer finds the node. */
const describe = (node: HTMLElement) => `${node.localName}${node.id && `#${node.id}`}[data-courtesy="${item(node)}"]`;

/** Begins to watch the page; never ends. `nonce` is that of our own script tag. */
export function watch(courtesy: Courtesy, texts: ConsentTexts, report: Report, nonce: string | undefined): void {
  // Two copies of the package in one page must not run everything twice: the first one keeps the gate.
  const kept = Symbol.for("courtesy.gate");
  if (kept in document) return;
  Object.defineProperty(document, kept, { value: true });
  const complaints = new Set<string>();
  /** The page's mistake, said once. */
  const complain = (kind: string, where: HTMLElement | string, message: string) => {
    const path = typeof where === "string" ? where : describe(where);
    if (complaints.size === complaints.add(`${kind} ${path}`).size) return;
    report(courtesyError("InputError", kind, message, path));
  };
  let state: ConsentView | undefined;
  /** Asks what is allowed now: once for all nodes of one look, since a page may have thousands. A stopped engine knows nothing more. */
  const ask = () => (state = courtesy.consent.get());
  /** `undefined` for an item that nobody declared. */
  const verdict = (node: HTMLElement): boolean | undefined =>
    [state?.purposes, state?.services].find((known) => known && Object.hasOwn(known, item(node)))?.[item(node)];
  const mayRun = (node: HTMLElement) => !!ask() && verdict(node) === true;

  const runScript = scriptQueue(mayRun, nonceCheck(nonce), describe, complain, report);
  /** The page's language may have to be loaded first. Frames are kept out meanwhile, without a word. */
  let known: Words | undefined;
  const frames = frameKeeper({
    words(frame) {
      if (!known) return;
      const { text } = known;
      const id = item(frame);
      const purpose = courtesy.consent.purposes().find((purpose) => purpose.id === id.split("/")[0]);
      const asked = purpose?.services.find((service) => service.id === id) ?? purpose;
      const holes = {
        service: text[`${id}.title`] ?? (asked?.title || id),
        // Where nobody is named, whoever has the address gets the data.
        vendor: asked?.vendor || new URL(frame.dataset["courtesySrc"]!, page.baseURI).host,
      };
      return { ...known, text: Object.fromEntries(Object.entries(text).map(([key, words]) => [key, fill(words, holes)])) };
    },
    always: (frame, locale, text) => courtesy.consent.set({ [item(frame)]: true }, { method: "placeholder", locale, text }),
  });

  const coming = new Set<HTMLElement>();
  let areComing = false;
  /** Lets a frame or an image in after the paint, if it is then still allowed: each task takes as many as nobody feels. */
  const soon = async (node: HTMLElement) => {
    coming.add(node);
    if (areComing) return;
    areComing = true;
    await painted();
    while (coming.size > 0) {
      await idle();
      ask();
      const endMs = performance.now() + TASK_MS;
      for (const node of coming) {
        coming.delete(node);
        if (node.isConnected && verdict(node)) tried(() => (node instanceof HTMLIFrameElement ? frames.load(node) : showImage(node)));
        if (performance.now() > endMs) break;
      }
    }
    areComing = false;
  };
  /** The page may have put code of its own behind what an element does; that of one is no reason to leave the others. */
  const tried = (act: () => void) => {
    try {
      act();
    } catch (error) {
      report(courtesyError("InternalError", "trap", `A gated node stays as it is. (${error})`));
    }
  };

  const judge = (node: HTMLElement) => {
    const isAllowed = verdict(node);
    if (isAllowed === undefined) complain("unknown", node, `Nothing declares "${item(node)}": it stays blocked.`);
    if (node instanceof HTMLScriptElement) {
      if (!/^text\/plain$/i.test(node.type)) complain("type", node, 'A gated script needs type="text/plain"; this one is not held back.');
      else if (isAllowed) runScript(node);
    } else if (node instanceof HTMLIFrameElement) {
      const address = node.dataset["courtesySrc"];
      if (address === undefined) complain("missing", node, "A gated frame needs data-courtesy-src, and no src.");
      else if (!isWebAddress(address)) complain("value", node, "A gated frame must come from the web (http or https).");
      if (node.hasAttribute("srcdoc")) complain("type", node, "A gated frame's srcdoc runs before anybody is asked: it is taken away.");
      const canLoad = address !== undefined && isWebAddress(address);
      if (isAllowed && canLoad) soon(node);
      else frames.hold(node, isAllowed === false && canLoad);
    } else if (node instanceof HTMLImageElement || node instanceof HTMLSourceElement) {
      if (!IMAGE_SOURCES.some((name) => node.hasAttribute(`data-courtesy-${name}`))) {
        complain("missing", node, "A gated image needs data-courtesy-src or data-courtesy-srcset, and no src.");
      } else if (isAllowed) soon(node);
      else hideImage(node);
    } else complain("type", node, "Only scripts, frames and images can be gated.");
  };

  const look = (nodes: Iterable<HTMLElement>) => {
    if (!ask()) return;
    frames.tidy();
    for (const node of nodes) if (node.isConnected) tried(() => judge(node));
  };
  const scan = () => look(page.querySelectorAll<HTMLElement>(GATED));
  // At once with the present state, then after each change. A yes runs nothing here: it is let in after the next paint.
  let receipt: string | null | undefined;
  courtesy.consent.onChange(({ receipt_id }) => {
    // Each act of the visitor has its own.
    if (receipt !== receipt_id) frames.forget();
    receipt = receipt_id;
    scan();
  });
  words(texts, page.documentElement?.lang).then((found) => {
    known = found;
    scan();
  });
  new MutationObserver((records) => {
    const nodes = touched(records, GATED);
    if (nodes.size > 0) look(nodes);
  }).observe(document, {
    childList: true,
    subtree: true,
    attributeFilter: ["data-courtesy", "data-courtesy-src", "data-courtesy-srcset", "srcdoc"],
  });
}

// Setting the same address again would load it again.
const IMAGE_SOURCES = ["srcset", "src"];
function showImage(node: HTMLElement): void {
  for (const name of IMAGE_SOURCES) {
    const address = node.getAttribute(`data-courtesy-${name}`);
    if (address !== null && address !== node.getAttribute(name)) node.setAttribute(name, address);
  }
}
function hideImage(node: HTMLElement): void {
  for (const name of IMAGE_SOURCES) node.removeAttribute(name);
}
