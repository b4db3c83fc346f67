/** A page for engine.js in Node: as much of a browser as its host functions touch, with every timer and event in the test's hands. */
import { readFileSync } from "node:fs";

const dist = new URL("../dist/", import.meta.url);
export const bytesOf = (file) => readFileSync(new URL(file, dist));
const answer = (bytes) => new Response(bytes, { headers: { "content-type": "application/wasm" } });

let count = 0;

/**
 * A page whose engine is loaded and not yet started.
 *
 * @param {object} config
 * @param {() => Promise<Uint8Array>} granted  granted.wasm, each time that it is fetched.
 * @param {Record<string, string>} [stored]  What localStorage holds.
 */
export async function openPage(config, granted, stored = {}) {
  const kept = new Map(Object.entries(stored));
  const timers = [];
  const events = new EventTarget();
  /** What was told, where was posted to, how often granted.wasm was fetched. */
  const page = { kept, heard: [], posts: [], fetched: 0 };
  const define = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  define("location", new URL("https://site.example/pricing?utm_source=mail"));
  define("history", { length: 1 });
  // What a document has, is read of its prototypes.
  define("Node", class Node extends EventTarget {});
  define("Document", class Document extends Node {});
  define("HTMLDocument", class HTMLDocument extends Document {});
  Object.assign(Node.prototype, { baseURI: location.href });
  const members = { title: "Pricing", referrer: "", cookie: "", hidden: false, getElementsByTagName: () => [] };
  for (const [name, member] of Object.entries(members)) {
    let value = member;
    Object.defineProperty(Document.prototype, name, { get: () => value, set: (next) => (value = next) });
  }
  const document = new HTMLDocument();
  define("document", document);
  define("localStorage", {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  });
  define("window", globalThis);
  define("screen", { width: 1280, height: 800 });
  define("devicePixelRatio", 1);
  // This page is the only one: it is elected as soon as it stands.
  const locks = { request: async (_name, _options, hold) => hold() };
  define("navigator", { userAgent: "Node", language: "en", locks, sendBeacon: (url) => page.posts.push(url) > 0 });
  define("addEventListener", events.addEventListener.bind(events));
  define("window", globalThis);
  define("BroadcastChannel", function BroadcastChannel() {
    page.channel = { postMessage() {}, close() {} };
    return page.channel;
  });
  define("setTimeout", (ring) => timers.push(ring));
  define("clearTimeout", () => {});
  define("fetch", async (url, options) => {
    if (options?.method === "POST") return new Response(page.posts.push(url) && "{}");
    page.fetched += 1;
    return answer(await granted(url));
  });
  // A copy of its own for each page.
  const { load, prepare } = await import(`${new URL("engine.js", dist)}?${count++}`);
  prepare();
  const engine = await load(config, answer(bytesOf("courtesy.wasm")), (kind, payload) => page.heard.push([kind, payload]), undefined, new Set());
  /** Lets everything happen that waits for nothing but a turn. */
  const settle = () => new Promise((done) => setImmediate(() => setImmediate(done)));
  return Object.assign(page, {
    engine,
    settle,
    all: (kind) => page.heard.filter(([told]) => told === kind).map(([, payload]) => payload),
    ring: () => timers.splice(0).forEach((ring) => ring()),
    fire: (name, more = {}) => events.dispatchEvent(Object.assign(new Event(name), more)),
    hide(hidden) {
      document.hidden = hidden;
      document.dispatchEvent(new Event("visibilitychange"));
    },
  });
}
