/**
 * `<courtesy-slot name="…">`: default content in the HTML, what was decided ahead before the first paint.
 *
 * Place in the flow: first and last. It tells the engine that a slot stands here, what is in it and whether it was painted in
 * view; it shows what the engine asks for. It decides nothing, and never throws into the page.
 */
import { type Fields, readAhead } from "./ahead.js";
import { bind, remember, textOf } from "./fields.js";
import { own } from "./own-member.js";

/** What the engine is told of a slot: `Sight` of src/core/engine/input.rs. */
export type Sight = "found" | "painted" | "viewed" | "gone";

/** Whom the elements report to: the engine, once it runs. */
export interface SlotWatcher {
  slot(name: string, sight: Sight, shown: string, isPainted: boolean): void;
}

const slots = new Set<SlotElement>();
let watcher: SlotWatcher | undefined;
let ahead: ReturnType<typeof readAhead> | undefined;
let SlotElement: typeof HTMLElement;
interface SlotElement extends HTMLElement {
  readonly _name: string;
  _report(): void;
}

/** Whether the elements that stood in the page before ours was defined are being upgraded just now. */
let isUpgrading = false;

/** Defines the element (once); from here on slots show what was decided ahead. */
export function defineSlots(region: string): void {
  if (SlotElement || !globalThis.customElements || customElements.get("courtesy-slot")) return;
  ahead = readAhead(region);
  const hasPainted = () => performance.getEntriesByType("paint").length > 0;

  SlotElement = class extends HTMLElement implements SlotElement {
    _shown = "default";
    _painted = false;
    _viewed = false;
    /** How to bring back what stood in the HTML, by element. */
    _original: Map<Element, () => void> | undefined;
    _sight: IntersectionObserver | undefined;

    connectedCallback() {
      slots.add(this);
      const decided = ahead![this._name];
      // The script came late (async) and the page was painted with the default: that stays, for nothing may jump.
      if (isUpgrading && hasPainted()) this._painted ||= inView(this);
      else if (decided && decided.variant !== this._shown) {
        this._shown = decided.variant;
        const isParsed = this.childNodes.length > 0 || own("readyState") !== "loading";
        isParsed ? this._apply(decided.fields) : this._applyWhileParsing(decided.fields);
      }
      this._sight = new IntersectionObserver((entries) => this._seen(entries), { threshold: [0, 0.5] });
      this._sight.observe(this);
      this._report();
    }

    disconnectedCallback() {
      slots.delete(this);
      this._sight?.disconnect();
      if (![...slots].some((other) => other._name === this._name)) this._tell("gone");
    }

    get _name() {
      return this.getAttribute("name") ?? "";
    }

    _report() {
      this._tell("found");
      if (this._painted) this._tell("painted");
      if (this._viewed) this._tell("viewed");
    }

    _tell(sight: Sight) {
      watcher?.slot(this._name, sight, this._shown, this._painted);
    }

    _seen(entries: IntersectionObserverEntry[]) {
      for (const entry of entries) {
        if (entry.isIntersecting && !this._painted) {
          this._painted = true;
          this._tell("painted");
        }
        if (entry.intersectionRatio >= 0.5 && !this._viewed) {
          this._viewed = true;
          this._tell("viewed");
        }
      }
    }

    _apply(fields: Fields) {
      this._original ??= new Map();
      for (const element of this.querySelectorAll("[data-bind]")) {
        if (!this._original.has(element)) this._original.set(element, remember(element));
      }
      bind(this, fields);
    }

    /**
     * The parser has not reached the children yet: each is set as it comes, in a microtask and so before any paint.
     *
     * What the HTML says of an element is put aside, where the parser goes on with it. A comment behind our text keeps the
     * parser from adding to it.
     */
    _applyWhileParsing(fields: Fields) {
      const original = (this._original = new Map<Element, () => void>());
      const aside = new Map<Element, [DocumentFragment, Comment]>();
      const step = () => {
        for (const element of this.querySelectorAll<HTMLElement>("[data-bind]")) {
          const text = textOf(fields[element.dataset["bind"]!]);
          if (!original.has(element)) {
            const put = new DocumentFragment();
            original.set(element, remember(element, text === undefined ? undefined : put));
            if (text !== undefined) {
              const end = new Comment();
              put.append(...element.childNodes);
              element.append(text, end);
              aside.set(element, [put, end]);
            }
          }
          const [put, end] = aside.get(element) ?? [];
          while (end?.nextSibling) put!.append(end.nextSibling);
        }
        bind(this, fields);
        observer.takeRecords();
      };
      const observer = new MutationObserver(step);
      observer.observe(this, { childList: true, subtree: true, characterData: true });
      const finish = () => {
        step();
        observer.disconnect();
        for (const [, end] of aside.values()) end.remove();
      };
      addEventListener.call(document, "DOMContentLoaded", finish, { once: true });
    }

    /** For the engine: shows a variant, or with `null` what stood in the HTML. */
    show(variant: string, fields: Fields | null) {
      this._shown = variant;
      // An element of this name that comes into the page later shows the same.
      ahead![this._name] = fields ? { variant, fields } : undefined;
      // First what stood in the HTML: a variant need not set every field that the one before it has set.
      for (const bringBack of this._original?.values() ?? []) bringBack();
      this._original = undefined;
      if (fields) this._apply(fields);
    }
  };
  isUpgrading = true;
  customElements.define("courtesy-slot", SlotElement);
  isUpgrading = false;
}

/** The engine runs: tells it of all slots, and from now on of every new one. */
export function watchSlots(by: SlotWatcher): void {
  watcher = by;
  for (const slot of slots) slot._report();
}

function inView(element: Element): boolean {
  const { top, bottom, width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && bottom > 0 && top < innerHeight;
}
