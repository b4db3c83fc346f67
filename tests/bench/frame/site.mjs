/**
 * The server of all peers, on this machine only: a page for each, its files, and one collector that takes whatever is posted.
 *
 * Everything is of one origin, so that nobody pays for a preflight. Every post is answered at once: it is the page that is measured.
 */
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { makeArrivals } from "./arrivals.mjs";

const DRIVER = fileURLToPath(new URL("../page/driver.js", import.meta.url));
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "*",
  "access-control-allow-methods": "*",
};

/**
 * @typedef {object} Site
 * @property {string} url  Without a slash at its end.
 * @property {import("./arrivals.mjs").Arrivals} arrivals
 * @property {() => Promise<void>} close
 */

/**
 * @param {import("../peers/index.mjs").Peer[]} peers
 * @returns {Promise<Site>}
 */
export async function openSite(peers) {
  const arrivals = makeArrivals();
  /** Addresses → what is there: a path on disk, or a text and its type. */
  const places = new Map([["/driver.js", DRIVER]]);
  for (const { name, head, files } of peers) {
    places.set(`/${name}`, { type: "text/html; charset=utf-8", text: html(name, head) });
    for (const [address, file] of Object.entries(files)) places.set(address, file);
  }
  const server = createServer(async (request, response) => {
    if (request.method === "POST") {
      const parts = [];
      for await (const part of request) parts.push(part);
      arrivals.take(Buffer.concat(parts));
      return response.writeHead(200, { ...CORS, "content-type": "application/json" }).end('{"success":true,"status":1}');
    }
    if (request.method === "OPTIONS") return response.writeHead(204, CORS).end();
    const { pathname } = new URL(request.url, "http://localhost");
    const place = places.get(pathname) ?? [...places].find(([at]) => at.endsWith("/") && pathname.startsWith(at));
    give(place, pathname, response);
  });
  // A connection that the browser keeps is one that it need not open within a measurement.
  server.keepAliveTimeout = 60_000;
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    arrivals,
    close: () => new Promise((done) => server.close(done) && server.closeAllConnections()),
  };
}

/** A page with one SDK and nothing else. */
const html = (name, head) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${name}</title><link rel="icon" href="data:,">
<script src="/driver.js"></script>
${head}
</head><body><main><h1>A page</h1><p>With a paragraph.</p></main></body></html>`;

const TYPES = { js: "text/javascript", json: "application/json", wasm: "application/wasm", css: "text/css" };

function give(place, pathname, response) {
  if (place?.text !== undefined) return response.writeHead(200, { "content-type": place.type }).end(place.text);
  // A folder: what stands behind its address is a file in it.
  const path = Array.isArray(place) ? place[1] + pathname.slice(place[0].length) : place;
  if (!path || pathname.includes("..")) return response.writeHead(404).end();
  createReadStream(path)
    .once("open", () => response.writeHead(200, { "content-type": TYPES[path.split(".").at(-1)] ?? "text/plain" }))
    .once("error", () => response.writeHead(404).end())
    .pipe(response);
}
