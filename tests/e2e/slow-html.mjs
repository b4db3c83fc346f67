/**
 * A server in front of the test's own, which sends one page's HTML in parts with pauses between them, as slow networks do.
 *
 * Everything else is passed through.
 */
import { once } from "node:events";
import { createServer, request } from "node:http";
import { quiet } from "./until.mjs";

/**
 * @param {string} url  Of the server behind.
 * @param {string} path  Of the page that comes slowly.
 * @param {string[]} cuts  The HTML is cut behind the first occurrence of each of these texts, in order.
 * @param {number} pauseMs
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function slowHtml(url, path, cuts, pauseMs) {
  const server = createServer((incoming, outgoing) => {
    const headers = { ...incoming.headers, "accept-encoding": "identity" };
    const passed = request(url + incoming.url, { method: incoming.method, headers }, async (answer) => {
      const isSlow = incoming.url.split("?")[0] === path && answer.headers["content-type"]?.startsWith("text/html");
      const { "content-length": _length, etag: _etag, ...rest } = answer.headers;
      outgoing.writeHead(answer.statusCode, isSlow ? rest : answer.headers);
      if (!isSlow) return answer.pipe(outgoing);
      let html = "";
      for await (const part of answer.setEncoding("utf8")) html += part;
      for (const part of split(html, cuts)) {
        outgoing.write(part);
        await quiet(pauseMs);
      }
      outgoing.end();
    });
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function split(html, cuts) {
  const parts = [];
  let rest = html;
  for (const cut of cuts) {
    const place = rest.indexOf(cut);
    if (place < 0) throw new Error(`The page has no “${cut}”.`);
    parts.push(rest.slice(0, place + cut.length));
    rest = rest.slice(place + cut.length);
  }
  return [...parts, rest];
}
